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
    public internal(set) var email: String
    /// The name people read.
    public internal(set) var name: String
    /// What it may do.
    public internal(set) var role: Role
    /// The hash of the password as text; nil: nobody can sign in by a password.
    public let passwordHash: Secret<String>?
    /// When it was created.
    public let createdAt: UnixTime
    /// When it was last changed.
    public internal(set) var updatedAt: UnixTime
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
        try TeamUserRecord.check(name: name, email: email, role: role, of: vendorID)
    }
}

/// What an update does to somebody on a team.
public struct TeamUserChanges: Sendable {
    /// The name people read.
    public var name: FieldChange<String>
    /// Where to write to, and what somebody signs in by.
    public var email: FieldChange<String>
    /// What it may do, as far as its team goes.
    public var role: FieldChange<TeamUserRecord.Role>

    /// Changes nothing but what is given.
    public init(
        name: FieldChange<String> = .keep, email: FieldChange<String> = .keep,
        role: FieldChange<TeamUserRecord.Role> = .keep
    ) {
        self.name = name
        self.email = email
        self.role = role
    }

    /// Changes the record, its time of update excepted.
    func apply(to record: inout TeamUserRecord) {
        record.name = name.applied(to: record.name)
        record.email = email.applied(to: record.email)
        record.role = role.applied(to: record.role)
    }
}

extension TeamUserRecord {
    /// Throws all that breaks a rule.
    func check() throws(DirectoryError) { try Self.check(name: name, email: email, role: role, of: vendorID) }

    /// Throws all that breaks a rule.
    static func check(name: String, email: String, role: Role, of vendorID: VendorID?) throws(DirectoryError) {
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
