/// A partner's public key, as registered.
public struct SigningKey: Hashable, Sendable {
    /// What a key is, as far as the choice of algorithm needs it.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// RSA of 2048 bits or more.
        case rsa
        /// NIST P-256.
        case p256
        /// NIST P-384.
        case p384
        /// NIST P-521.
        case p521
        /// Ed25519 of RFC 8032.
        case ed25519

        /// What a key of this kind signs with when the partner's rules name nothing else.
        public var defaultAlgorithm: SignatureAlgorithm {
            switch self {
            case .rsa: .rs256
            case .p256: .es256
            case .p384: .es384
            case .p521: .es512
            case .ed25519: .edDSA
            }
        }
    }

    /// The directory's number for it.
    public let id: KeyID
    /// The name a token's `kid` picks it by, if it has one.
    public let kid: String?
    /// What it is.
    public let kind: Kind
    /// DER of its SubjectPublicKeyInfo (RFC 5280 4.1.2.7).
    public let subjectPublicKeyInfo: [UInt8]
    /// It verifies nothing before this moment; nil: from ever.
    public let validFrom: UnixTime?
    /// It verifies nothing from this moment on; nil: for ever.
    public let validUntil: UnixTime?

    /// Gathers a registered key.
    public init(
        id: KeyID, kid: String?, kind: Kind, subjectPublicKeyInfo: [UInt8], validFrom: UnixTime? = nil,
        validUntil: UnixTime? = nil
    ) {
        self.id = id
        self.kid = kid
        self.kind = kind
        self.subjectPublicKeyInfo = subjectPublicKeyInfo
        self.validFrom = validFrom
        self.validUntil = validUntil
    }

    /// Whether it may verify at `now`.
    public func isLive(at now: UnixTime) -> Bool {
        (validFrom.map { $0 <= now } ?? true) && (validUntil.map { now < $0 } ?? true)
    }
}

/// The signature algorithms that can verify a token (RFC 7518 3.1, RFC 8037 3.1), and no others.
public enum SignatureAlgorithm: String, Hashable, Sendable, CaseIterable {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    case rs256 = "RS256"
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    case rs384 = "RS384"
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    case rs512 = "RS512"
    /// RSASSA-PSS with SHA-256.
    case ps256 = "PS256"
    /// RSASSA-PSS with SHA-384.
    case ps384 = "PS384"
    /// RSASSA-PSS with SHA-512.
    case ps512 = "PS512"
    /// ECDSA on P-256 with SHA-256.
    case es256 = "ES256"
    /// ECDSA on P-384 with SHA-384.
    case es384 = "ES384"
    /// ECDSA on P-521 with SHA-512.
    case es512 = "ES512"
    /// Ed25519.
    case edDSA = "EdDSA"

    /// Whether a key of this kind can have made such a signature.
    public func agrees(with kind: SigningKey.Kind) -> Bool {
        switch self {
        case .rs256, .rs384, .rs512, .ps256, .ps384, .ps512: kind == .rsa
        case .es256: kind == .p256
        case .es384: kind == .p384
        case .es512: kind == .p521
        case .edDSA: kind == .ed25519
        }
    }
}
