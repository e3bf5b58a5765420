import Domain
import OpenSSLCrypto
import TokenVerification

/// A partner that signs whatever it is given, and the gateway that it presents that to.
struct Trial {
    /// The moment of presentation.
    let now = UnixTime(1_800_000_000)
    /// The defaults.
    let limits = TokenLimits()

    private let signer: TokenSigner
    private let key: SigningKey
    private let verifier = TokenVerifier()

    init() {
        guard let key = try? PrivateKey.generate(.ed25519), let publicKey = try? key.publicKey(),
            let der = try? publicKey.subjectPublicKeyInfo()
        else { preconditionFailure("OpenSSL makes no key") }
        signer = TokenSigner(key: key)
        self.key = SigningKey(id: KeyID(1), kid: nil, kind: .ed25519, subjectPublicKeyInfo: der)
    }

    /// The token that has this payload.
    func token(of payload: [UInt8]) throws(CheckFailure) -> UnverifiedToken {
        guard let compact = try? signer.sign(payload: payload) else { preconditionFailure("OpenSSL does not sign") }
        return try UnverifiedToken(compact)
    }

    /// Presents the token at a moment.
    func verify(
        _ token: UnverifiedToken, by rules: TokenRules, for purpose: TokenPurpose, at moment: UnixTime
    ) throws(CheckFailure) -> VerifiedToken {
        guard let vendorID = VendorID("acme") else { preconditionFailure("no name of a partner") }
        let partner = Partner(vendorID: vendorID, name: "Acme", origins: .empty, tokenRules: rules, keys: [key])
        return try verifier.verify(
            token, of: partner, audience: "https://gateway.example", purpose: purpose, limits: limits, at: moment)
    }
}
