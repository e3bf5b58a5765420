import Domain
import OpenSSLCrypto

extension SignatureAlgorithm {
    /// The same in OpenSSL's terms.
    var scheme: SignatureScheme {
        switch self {
        case .rs256: .rsaPKCS1(.sha256)
        case .rs384: .rsaPKCS1(.sha384)
        case .rs512: .rsaPKCS1(.sha512)
        case .ps256: .rsaPSS(.sha256)
        case .ps384: .rsaPSS(.sha384)
        case .ps512: .rsaPSS(.sha512)
        case .es256: .ecdsa(.p256)
        case .es384: .ecdsa(.p384)
        case .es512: .ecdsa(.p521)
        case .edDSA: .ed25519
        }
    }
}

extension SigningKey.Kind {
    /// The kind as the directory names it.
    init(_ kind: PublicKey.Kind) {
        switch kind {
        case .rsa: self = .rsa
        case .ec(.p256): self = .p256
        case .ec(.p384): self = .p384
        case .ec(.p521): self = .p521
        case .ed25519: self = .ed25519
        }
    }
}
