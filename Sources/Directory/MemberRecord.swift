import Domain

/// A member as the directory keeps it.
public struct MemberRecord: Hashable, Sendable {
    /// What the data plane sees of it.
    public var member: Member
    /// One more with every change.
    public var version: Int64
    /// When it was created.
    public let createdAt: UnixTime
    /// When it was last changed.
    public var updatedAt: UnixTime

    /// Throws all that breaks a rule.
    func check() throws(DirectoryError) {
        var checks = FieldChecks()
        try checks.check { () throws(DirectoryError) in try TextRules.checkName(member.name) }
        try checks.check { () throws(DirectoryError) in try TextRules.checkEmail(member.email, .email) }
        try checks.finish()
    }
}

/// What a member is created from.
public struct NewMember: Hashable, Sendable {
    /// The customer it belongs to.
    public var customerID: CustomerID
    /// The partner's name for it.
    public var externalID: ExternalID?
    /// The name people read.
    public var name: String
    /// Where to write to.
    public var email: String
    /// What it may do.
    public var role: Member.Role

    /// Gathers what a member is created from.
    public init(customerID: CustomerID, externalID: ExternalID? = nil, name: String, email: String, role: Member.Role) {
        self.customerID = customerID
        self.externalID = externalID
        self.name = name
        self.email = email
        self.role = role
    }

    /// The member as it is once it has a number.
    func record(id: MemberID, at now: UnixTime) -> MemberRecord {
        let member = Member(
            id: id, customerID: customerID, externalID: externalID, name: name, email: email, role: role)
        return MemberRecord(member: member, version: 1, createdAt: now, updatedAt: now)
    }
}

/// What an update does to a member.
public struct MemberChanges: Sendable {
    /// The partner's name for it; `.set(nil)` takes it away.
    public var externalID: FieldChange<ExternalID?>
    /// The name people read.
    public var name: FieldChange<String>
    /// Where to write to.
    public var email: FieldChange<String>
    /// What it may do.
    public var role: FieldChange<Member.Role>

    /// Changes nothing but what is given.
    public init(
        externalID: FieldChange<ExternalID?> = .keep, name: FieldChange<String> = .keep,
        email: FieldChange<String> = .keep, role: FieldChange<Member.Role> = .keep
    ) {
        self.externalID = externalID
        self.name = name
        self.email = email
        self.role = role
    }

    /// Changes the record, its version and time of update excepted.
    func apply(to record: inout MemberRecord) {
        record.member.externalID = externalID.applied(to: record.member.externalID)
        record.member.name = name.applied(to: record.member.name)
        record.member.email = email.applied(to: record.member.email)
        record.member.role = role.applied(to: record.member.role)
    }
}
