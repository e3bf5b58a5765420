import Domain

/// What a token says, after its signature and every rule about it held. Only `TokenVerifier` makes one.
public struct VerifiedToken: Hashable, Sendable {
    /// Whom it is about.
    public let subject: TokenSubject
    /// Its id: 1 to 255 bytes without control characters, to be used once per partner and customer.
    public let jti: String
    /// The moment from which it is refused as too old: until then its `jti` must be remembered.
    public let acceptedUntil: UnixTime
    /// The origin asked for, as sent.
    public let origin: String?
    /// The member's or owner's name, as sent.
    public let name: String?
    /// The member's or owner's email, as sent.
    public let email: String?
    /// On a signed sign-out `customer`, when all of the customer's sessions are meant; nil otherwise.
    public let scope: String?
}

/// How long tokens are accepted, in seconds.
public struct TokenLimits: Hashable, Sendable {
    /// From `iat` on.
    public var maxAge: Int64
    /// Added to both ends of acceptance that lie in the future, for clocks that differ.
    public var leeway: Int64
    /// How far `exp` may lie ahead in a token without `iat`.
    public var maxLifetime: Int64

    /// The defaults: 10 minutes, 60 seconds, 1 hour.
    public init(maxAge: Int64 = 600, leeway: Int64 = 60, maxLifetime: Int64 = 3600) {
        self.maxAge = maxAge
        self.leeway = leeway
        self.maxLifetime = maxLifetime
    }
}

/// What a token is presented for; a token made for one is never taken for another.
public enum TokenPurpose: Hashable, Sendable {
    /// Signing in: the token has no `purpose`.
    case directLink
    /// Signing out from the partner's backend: `purpose` is `sign_out`.
    case signOut
}
