import Domain
import OpenSSLCrypto
import TokenVerification

/// Makes tokens for tests, also wrong ones: claims and header members are raw JSON, so that anything can be written.
public struct TokenBuilder: Sendable {
    /// The header's members as raw JSON, in order; `alg` among them only when it is set here.
    public var header: [(name: String, json: String)] = []
    /// The claims as raw JSON, in order, twice if put twice.
    public var claims: [(name: String, json: String)]

    /// A token that is accepted at `now`: `sub`, a new `jti`, `iat`.
    public init(subject: String, at now: UnixTime) {
        claims = [
            ("sub", JSONText.quoted(subject)), ("jti", "\"\(Base64URL.encode(SecureRandom.bytes(16)))\""),
            ("iat", "\(now.seconds)"),
        ]
    }

    /// The same with the claim set to this raw JSON, or left out for nil.
    public func with(_ claim: String, _ json: String?) -> TokenBuilder {
        var changed = self
        changed.claims.removeAll { $0.name == claim }
        if let json { changed.claims.append((claim, json)) }
        return changed
    }

    /// The same with the header's member set to this raw JSON, or left out for nil.
    public func withHeader(_ member: String, _ json: String?) -> TokenBuilder {
        var changed = self
        changed.header.removeAll { $0.name == member }
        if let json { changed.header.append((member, json)) }
        return changed
    }

    /// The claims as a JSON text.
    public var payload: String { Self.object(claims) }

    /// The compact JWS, signed with the key's default algorithm or another; `alg` in the header follows unless it was set.
    public func signed(by signer: TokenSigner, _ algorithm: SignatureAlgorithm? = nil) throws(CryptoError) -> String {
        let algorithm = algorithm ?? signer.defaultAlgorithm
        let isSet = header.contains { $0.name == "alg" }
        let members = isSet ? header : [("alg", "\"\(algorithm.rawValue)\"")] + header
        return try signer.sign(
            header: Array(Self.object(members).utf8), payload: Array(payload.utf8), algorithm: algorithm)
    }

    /// A compact JWS of any three segments' bytes.
    public static func compact(header: String, payload: String, signature: [UInt8] = [1]) -> String {
        [Array(header.utf8), Array(payload.utf8), signature].map { Base64URL.encode($0) }.joined(separator: ".")
    }

    private static func object(_ members: [(name: String, json: String)]) -> String {
        "{" + members.map { "\(JSONText.quoted($0.name)):\($0.json)" }.joined(separator: ",") + "}"
    }
}
