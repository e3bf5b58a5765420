import OpenSSLCrypto

/// Signs tokens with the partner's key, RS256 (RFC 7518 section 3.3), as any JWT library would.
actor TokenSigner {
    private let key: PrivateKey

    /// Reads an RSA private key.
    init(pem: String) throws {
        key = try PrivateKey(pem: pem)
    }

    /// The compact JWS of these claims.
    func sign(_ claims: some Encodable & Sendable) throws -> String {
        let head = Base64URL.encode(try JSONText.bytes(["alg": "RS256", "typ": "JWT"]))
        let message = head + "." + Base64URL.encode(try JSONText.bytes(claims))
        return message + "." + Base64URL.encode(try key.sign(Array(message.utf8), scheme: .rsaPKCS1(.sha256)))
    }
}
