/// The digests that signatures use (FIPS 180-4).
public enum Hash: Hashable, Sendable, CaseIterable {
    case sha256
    case sha384
    case sha512
}

/// The NIST curves that signatures use.
public enum Curve: Hashable, Sendable, CaseIterable {
    case p256
    case p384
    case p521

    /// The bytes of one coordinate, and of r and of s in a raw signature.
    public var coordinateLength: Int {
        switch self {
        case .p256: 32
        case .p384: 48
        case .p521: 66
        }
    }

    /// The digest that RFC 7518 3.4 pairs with the curve.
    public var hash: Hash {
        switch self {
        case .p256: .sha256
        case .p384: .sha384
        case .p521: .sha512
        }
    }

    /// OpenSSL's name for it.
    var groupName: String {
        switch self {
        case .p256: "prime256v1"
        case .p384: "secp384r1"
        case .p521: "secp521r1"
        }
    }
}

/// How a signature is made and checked.
public enum SignatureScheme: Hashable, Sendable {
    /// RSASSA-PKCS1-v1_5 (RFC 8017 8.2).
    case rsaPKCS1(Hash)
    /// RSASSA-PSS (RFC 8017 8.1): MGF1 with the same hash, salt as long as the hash.
    case rsaPSS(Hash)
    /// ECDSA with the curve's hash; the signature is r and s side by side, each of the coordinate's length (RFC 7518 3.4).
    case ecdsa(Curve)
    /// Ed25519 (RFC 8032).
    case ed25519

    /// The digest that is signed; nil for Ed25519, which takes the message itself.
    var hash: Hash? {
        switch self {
        case .rsaPKCS1(let hash), .rsaPSS(let hash): hash
        case .ecdsa(let curve): curve.hash
        case .ed25519: nil
        }
    }

    /// Whether a key of this kind can make such a signature.
    func fits(_ kind: PublicKey.Kind) -> Bool {
        switch (self, kind) {
        case (.rsaPKCS1, .rsa), (.rsaPSS, .rsa), (.ed25519, .ed25519): true
        case (.ecdsa(let needed), .ec(let curve)): needed == curve
        case (.rsaPKCS1, _), (.rsaPSS, _), (.ecdsa, _), (.ed25519, _): false
        }
    }
}
