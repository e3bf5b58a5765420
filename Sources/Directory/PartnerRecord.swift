import Domain

/// A partner as the directory keeps it.
public struct PartnerRecord: Hashable, Sendable {
    /// What the data plane sees of it, keys included.
    public let partner: Partner
    /// One more with every change of its own fields.
    public let version: Int64
    /// Its keys with where they came from, in order of registration.
    public let keys: [KeyRecord]
    /// What was counted for it.
    public let counts: PartnerCounts
    /// When it was created.
    public let createdAt: UnixTime
    /// When one of its own fields was last written; keys have times of their own.
    public let updatedAt: UnixTime
}

/// What was counted for a partner, kept by the transactions that count.
public struct PartnerCounts: Hashable, Sendable {
    /// Customers.
    public let customers: Int64
    /// Their members.
    public let members: Int64
    /// Their authenticated connections.
    public let connections: Int64
    /// Their running recipes.
    public let activeRecipes: Int64
}

/// What a partner is created from.
public struct NewPartner: Hashable, Sendable {
    /// Its name in tokens: never taken before, never changed, never given again.
    public var vendorID: VendorID
    /// The name people read.
    public var name: String
    /// Origins that may frame its customers.
    public var origins: OriginList
    /// What its tokens must carry.
    public var tokenRules: TokenRules
    /// Its first keys.
    public var keys: [NewSigningKey]

    /// Gathers what a partner is created from.
    public init(
        vendorID: VendorID, name: String, origins: OriginList = .empty, tokenRules: TokenRules = TokenRules(),
        keys: [NewSigningKey] = []
    ) {
        self.vendorID = vendorID
        self.name = name
        self.origins = origins
        self.tokenRules = tokenRules
        self.keys = keys
    }

    /// Throws all that breaks a rule.
    func check() throws(DirectoryError) {
        var checks = FieldChecks()
        try checks.check { () throws(DirectoryError) in try TextRules.checkName(name) }
        try checks.check(tokenRules.check)
        for key in keys { try checks.check(key.check) }
        try checks.finish()
    }
}

/// What an update does to a partner.
public struct PartnerChanges: Sendable {
    /// The name people read.
    public var name: FieldChange<String>
    /// Origins that may frame its customers.
    public var origins: FieldChange<OriginList>
    /// What its tokens must carry.
    public var tokenRules: FieldChange<TokenRules>

    /// Changes nothing but what is given.
    public init(
        name: FieldChange<String> = .keep, origins: FieldChange<OriginList> = .keep,
        tokenRules: FieldChange<TokenRules> = .keep
    ) {
        self.name = name
        self.origins = origins
        self.tokenRules = tokenRules
    }

    /// Changes the partner, and throws what then breaks a rule.
    func apply(to partner: inout Partner) throws(DirectoryError) {
        partner.name = name.applied(to: partner.name)
        partner.origins = origins.applied(to: partner.origins)
        partner.tokenRules = tokenRules.applied(to: partner.tokenRules)
        var checks = FieldChecks()
        try checks.check { [name = partner.name] () throws(DirectoryError) in try TextRules.checkName(name) }
        try checks.check(partner.tokenRules.check)
        try checks.finish()
    }
}

extension TokenRules {
    /// Throws what breaks a rule first.
    func check() throws(DirectoryError) {
        if let algorithms, algorithms.isEmpty {
            throw .invalid(field: .algorithms, reason: "must name at least one")
        }
        for audience in audiences { try TextRules.checkLine(audience, .audiences) }
        if let issuer { try TextRules.checkLine(issuer, .issuer) }
    }
}
