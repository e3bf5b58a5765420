import CasementTesting
import Domain
import Gateway
import OpenSSLCrypto
import Testing
import TokenVerification

/// An assertion as the application takes it apart.
struct Assertion: Sendable {
    let header: JSONObject
    let claims: JSONObject

    private let signed: [UInt8]
    private let signature: [UInt8]

    /// The one that a request carries.
    init(_ request: ScriptedUpstream.Request) throws {
        let text = try #require(request.head.value("X-Casement-Assertion"))
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        try #require(parts.count == 3)
        header = try Self.object(parts[0])
        claims = try Self.object(parts[1])
        signed = Array("\(parts[0]).\(parts[1])".utf8)
        signature = try #require(Base64URL.decode(parts[2]))
    }

    /// The name of its key.
    var kid: String? { text(header, "kid") }
    /// A claim's text or number, as text.
    subscript(claim: String) -> String? { text(claims, claim) }

    /// Whether the key of its name in a JWK set signed it.
    func verifies(by jwks: String) throws -> Bool {
        let keys = try ImportedKey.read(jwks).filter { $0.kid == kid }
        try #require(keys.count == 1)
        let key = try PublicKey(subjectPublicKeyInfo: keys[0].subjectPublicKeyInfo)
        return try key.verifies(signature, of: signed, scheme: .ecdsa(.p256))
    }

    private func text(_ object: JSONObject, _ name: String) -> String? {
        switch object[name] {
        case .string(let text): text
        case .number(let number): number.whole.map { String($0) }
        default: nil
        }
    }

    private static func object(_ part: String) throws -> JSONObject {
        let bytes = try #require(Base64URL.decode(part))
        guard case .object(let object) = try JSONParser.parse(bytes) else { throw CancellationError() }
        return object
    }
}

extension AssertionKeys {
    /// A new key that signs, and is published with those.
    static func made(besides others: [PublishedKey] = []) throws -> AssertionKeys {
        let key = try PrivateKey.generate(.ec(.p256))
        let published = try PublishedKey(key.publicKey())
        return AssertionKeys(signing: Secret(try key.pem()), kid: published.kid, published: others + [published])
    }
}
