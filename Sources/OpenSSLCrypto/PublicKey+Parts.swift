extension PublicKey {
    /// An RSA key of its big-endian modulus and exponent, as a JWK carries them (RFC 7518 6.3.1).
    public convenience init(rsaModulus modulus: [UInt8], exponent: [UInt8]) throws(CryptoError) {
        guard modulus.contains(where: { $0 != 0 }), exponent.contains(where: { $0 != 0 }) else {
            throw .invalidKeyParts
        }
        let algorithm = DER.sequence(DER.objectIdentifier(rsaEncryption) + DER.null)
        let key = DER.sequence(DER.integer(modulus[...]) + DER.integer(exponent[...]))
        try self.init(subjectPublicKeyInfo: DER.sequence(algorithm + DER.bitString(key)))
    }

    /// A key on `curve` of its point's big-endian coordinates, each of exactly the curve's length (RFC 7518 6.2.1).
    public convenience init(curve: Curve, x: [UInt8], y: [UInt8]) throws(CryptoError) {
        guard x.count == curve.coordinateLength, y.count == curve.coordinateLength else { throw .invalidKeyParts }
        let uncompressed: UInt8 = 4  // SEC 1 2.3.3
        let algorithm = DER.sequence(DER.objectIdentifier(ecPublicKey) + DER.objectIdentifier(curve.objectIdentifier))
        try self.init(subjectPublicKeyInfo: DER.sequence(algorithm + DER.bitString([uncompressed] + x + y)))
    }

    /// An Ed25519 key of its 32 bytes (RFC 8037 2).
    public convenience init(ed25519 bytes: [UInt8]) throws(CryptoError) {
        guard bytes.count == 32 else { throw .invalidKeyParts }
        let algorithm = DER.sequence(DER.objectIdentifier(ed25519Identifier))
        try self.init(subjectPublicKeyInfo: DER.sequence(algorithm + DER.bitString(bytes)))
    }
}

/// 1.2.840.113549.1.1.1 (RFC 8017 A.1).
private let rsaEncryption: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1]
/// 1.2.840.10045.2.1 (RFC 5480 2.1.1).
private let ecPublicKey: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1]
/// 1.3.101.112 (RFC 8410 3).
private let ed25519Identifier: [UInt8] = [0x2B, 0x65, 0x70]

extension Curve {
    /// The content of the curve's object identifier (RFC 5480 2.1.1.1).
    fileprivate var objectIdentifier: [UInt8] {
        switch self {
        case .p256: [0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7]
        case .p384: [0x2B, 0x81, 0x04, 0, 0x22]
        case .p521: [0x2B, 0x81, 0x04, 0, 0x23]
        }
    }
}
