import Domain

/// Somebody on a partner's or the operator's team as the directory keeps it.
public struct TeamUserRecord: Hashable, Sendable {
    /// What somebody may do.
    public enum Role: String, Hashable, Sendable, CaseIterable {
        /// Everything, for every partner.
        case `operator`
        /// Everything of the partner.
        case admin
        /// The partner's customers.
        case customerManager = "customer_manager"
    }

    /// The directory's number for it.
    public let id: TeamUserID
    /// The partner whose team it is; nil: the operator's.
    public let vendorID: VendorID?
    /// Where to write to, and what somebody signs in by; nobody else has it in whatever case.
    public let email: String
    /// The name people read.
    public let name: String
    /// What it may do.
    public let role: Role
    /// The hash of the password as text; nil: nobody can sign in by a password.
    public let passwordHash: Secret<String>?
    /// When it was created.
    public let createdAt: UnixTime
    /// When it was last changed.
    public let updatedAt: UnixTime
}

/// What somebody on a team is created from.
public struct NewTeamUser: Hashable, Sendable {
    /// The partner whose team it is; nil: the operator's.
    public var vendorID: VendorID?
    /// The name people read.
    public var name: String
    /// Where to write to, and what somebody signs in by.
    public var email: String
    /// What it may do: `.operator` for the operator's team and nowhere else.
    public var role: TeamUserRecord.Role
    /// The hash of the password as text.
    public var passwordHash: Secret<String>?

    /// Gathers what somebody on a team is created from.
    public init(
        vendorID: VendorID?, name: String, email: String, role: TeamUserRecord.Role,
        passwordHash: Secret<String>? = nil
    ) {
        self.vendorID = vendorID
        self.name = name
        self.email = email
        self.role = role
        self.passwordHash = passwordHash
    }

    /// Throws all that breaks a rule.
    func check() throws(DirectoryError) {
        var checks = FieldChecks()
        try checks.check { () throws(DirectoryError) in try TextRules.checkName(name) }
        try checks.check { () throws(DirectoryError) in try TextRules.checkEmail(email, .email) }
        try checks.check { () throws(DirectoryError) in
            guard (vendorID == nil) == (role == .operator) else {
                throw .invalid(field: .roleName, reason: "is none of that team's")
            }
        }
        try checks.finish()
    }
}
