/// What every assertion of this gateway says, whoever is asking.
struct AssertionTerms: Sendable {
    /// How long one is good for, in seconds.
    static let lifetime = AssertionKeys.assertionLifetime
    /// How long the same one is sent again, in seconds: what arrives has a minute left at least.
    static let reuse: Int64 = 240

    /// `iss`
    let issuer: String
    /// `aud`
    let audience: String
}
