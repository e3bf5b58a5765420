import Domain
import OpenSSLCrypto
import TokenVerification

/// A key pair made for a test: its private half signs, its public half is registered.
public struct TokenTestKey: Sendable {
    /// The public half, as registered.
    public let signingKey: SigningKey

    /// The private half as PEM.
    public let privatePEM: Secret<String>

    /// Makes a pair of this kind.
    public init(
        _ kind: SigningKey.Kind, id: Int64 = 1, kid: String? = nil, validFrom: UnixTime? = nil,
        validUntil: UnixTime? = nil
    ) throws(CryptoError) {
        let key = try PrivateKey.generate(Self.kind(kind))
        privatePEM = Secret(try key.pem())
        signingKey = SigningKey(
            id: KeyID(id), kid: kid, kind: kind, subjectPublicKeyInfo: try key.publicKey().subjectPublicKeyInfo(),
            validFrom: validFrom, validUntil: validUntil)
    }

    /// Signs as the partner would; the header gets no `kid` by itself.
    public func signer() throws(CryptoError) -> TokenSigner { try TokenSigner(pem: privatePEM.reveal()) }

    /// The same pair registered otherwise.
    public func registered(
        id: Int64? = nil, kid: String? = nil, validFrom: UnixTime? = nil, validUntil: UnixTime? = nil
    ) -> SigningKey {
        SigningKey(
            id: id.map { KeyID($0) } ?? signingKey.id, kid: kid, kind: signingKey.kind,
            subjectPublicKeyInfo: signingKey.subjectPublicKeyInfo, validFrom: validFrom, validUntil: validUntil)
    }

    private static func kind(_ kind: SigningKey.Kind) -> PublicKey.Kind {
        switch kind {
        case .rsa: .rsa(bits: 2048)
        case .p256: .ec(.p256)
        case .p384: .ec(.p384)
        case .p521: .ec(.p521)
        case .ed25519: .ed25519
        }
    }
}
