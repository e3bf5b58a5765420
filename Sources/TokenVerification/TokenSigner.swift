import Domain
import OpenSSLCrypto

/// Signs tokens: the gateway's assertions, and for the command line, the demo and tests what a partner's backend signs.
/// For one thread at a time.
public struct TokenSigner {
    /// The algorithm used when none is named: the default of the key's kind.
    public let defaultAlgorithm: SignatureAlgorithm
    /// The public half, to be registered.
    public var publicKey: PublicKey { get throws(CryptoError) { try key.publicKey() } }

    private let key: PrivateKey
    private let kid: String?

    /// Signs with this key; `kid`, if given, is put into every header.
    public init(key: PrivateKey, kid: String? = nil) {
        self.key = key
        self.kid = kid
        defaultAlgorithm = SigningKey.Kind(key.kind).defaultAlgorithm
    }

    /// Reads an unencrypted private key from PEM.
    public init(pem: String, kid: String? = nil) throws(CryptoError) {
        self.init(key: try PrivateKey(pem: pem), kid: kid)
    }

    /// A compact JWS of `payload`, the JSON text of the claims. Throws `schemeDoesNotFitKey` for an algorithm of another
    /// type of key.
    public func sign(payload: [UInt8], algorithm: SignatureAlgorithm? = nil) throws(CryptoError) -> String {
        let algorithm = algorithm ?? defaultAlgorithm
        let named = kid.map { ",\"kid\":\(JSONText.quoted($0))" } ?? ""
        let header = "{\"alg\":\"\(algorithm.rawValue)\",\"typ\":\"JWT\"\(named)}"
        return try sign(header: Array(header.utf8), payload: payload, algorithm: algorithm)
    }

    /// A compact JWS of any header, which need not tell the truth: for tests of wrong tokens.
    public func sign(header: [UInt8], payload: [UInt8], algorithm: SignatureAlgorithm) throws(CryptoError) -> String {
        let input = Base64URL.encode(header) + "." + Base64URL.encode(payload)
        return input + "." + Base64URL.encode(try key.sign(Array(input.utf8), scheme: algorithm.scheme))
    }
}
