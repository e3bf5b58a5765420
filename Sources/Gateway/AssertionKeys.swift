import Domain
import TokenVerification

/// The keys of the assertions at one time: one signs, and verifiers are shown every one that they may meet.
public struct AssertionKeys: Hashable, Sendable {
    /// How long an assertion is good for, in seconds: its key stays published for longer than that after it last signed.
    public static let assertionLifetime: Int64 = 300
    /// How long a verifier may keep a copy of the JWK set, in seconds: a key is published for longer before it first signs.
    public static let copyLifetime: Int64 = 300

    /// The private key that signs, P-256, as PEM.
    let signing: Secret<String>
    /// Its name.
    public let kid: String
    /// What the JWK set holds.
    public let published: [PublishedKey]

    /// Keys of which the one called `kid`, whose private half is `signing`, is published among others.
    public init(signing: Secret<String>, kid: String, published: [PublishedKey]) {
        self.signing = signing
        self.kid = kid
        self.published = published
    }

    /// The JWK set (RFC 7517 5).
    var jwks: JSONText { .object([("keys", .array(published.map(\.json)))]) }
}
