/// Who embeds the application: the party whose keys sign tokens and whose origins may frame its customers.
public struct Partner: Hashable, Sendable {
    /// The name in tokens.
    public let vendorID: VendorID
    /// The name people read.
    public var name: String
    /// Origins that may frame every customer which does not replace them.
    public var origins: OriginList
    /// What a token must carry beyond the common rules.
    public var tokenRules: TokenRules
    /// Every registered key, in order of registration, whether live now or not.
    public var keys: [SigningKey]
    /// Whoever is on its team.
    public var team: Set<TeamUserID>

    /// Gathers what the data plane knows of a partner.
    public init(
        vendorID: VendorID, name: String, origins: OriginList, tokenRules: TokenRules, keys: [SigningKey],
        team: Set<TeamUserID> = []
    ) {
        self.vendorID = vendorID
        self.name = name
        self.origins = origins
        self.tokenRules = tokenRules
        self.keys = keys
        self.team = team
    }
}

/// What one partner's tokens must carry, beyond the rules for all.
public struct TokenRules: Hashable, Sendable {
    /// The algorithms accepted; nil follows the kinds of the registered keys.
    public var algorithms: [SignatureAlgorithm]?
    /// Accepted values of `aud` besides the gateway's public URL.
    public var audiences: [String]
    /// Whether `aud` must be present.
    public var requiresAudience: Bool
    /// The value that `iss` must have; nil accepts any.
    public var issuer: String?
    /// Whether `iss` must be present.
    public var requiresIssuer: Bool
    /// Whether an origin must be asked for when the effective list has more than one entry.
    public var requiresOrigin: Bool

    /// The rules as they are for a partner that set none.
    public init(
        algorithms: [SignatureAlgorithm]? = nil, audiences: [String] = [], requiresAudience: Bool = false,
        issuer: String? = nil, requiresIssuer: Bool = false, requiresOrigin: Bool = false
    ) {
        self.algorithms = algorithms
        self.audiences = audiences
        self.requiresAudience = requiresAudience
        self.issuer = issuer
        self.requiresIssuer = requiresIssuer
        self.requiresOrigin = requiresOrigin
    }
}
