import Domain
import OpenSSLCrypto

/// A P-256 key as verifiers find it in a JWK set (RFC 7517 4, RFC 7518 6.2.1).
public struct PublishedKey: Sendable {
    /// Its name in tokens: the thumbprint of RFC 7638.
    public let kid: String
    /// The JWK.
    public let json: JSONText

    /// Throws `unsupportedKey` for a key of another type or curve.
    public init(_ key: PublicKey) throws(CryptoError) {
        guard key.kind == .ec(.p256) else { throw .unsupportedKey("other than P-256") }
        let point = try key.coordinates()
        let (x, y) = (Base64URL.encode(point.x), Base64URL.encode(point.y))
        // These members alone, in this order (RFC 7638 3.2).
        let required: [(String, JSONText)] = [
            ("crv", .string("P-256")), ("kty", .string("EC")), ("x", .string(x)), ("y", .string(y)),
        ]
        kid = Base64URL.encode(SHA256.digest(Array(JSONText.object(required).description.utf8)))
        json = .object(required + [("use", .string("sig")), ("alg", .string("ES256")), ("kid", .string(kid))])
    }
}

extension PublishedKey: Hashable {
    /// The name is made of all that the key is.
    public static func == (left: PublishedKey, right: PublishedKey) -> Bool { left.kid == right.kid }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(kid) }
}
