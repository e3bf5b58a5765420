import COpenSSL

/// A public key that checks signatures, with OpenSSL's contexts kept between calls. For one thread at a time.
public final class PublicKey {
    /// What a key is.
    public enum Kind: Hashable, Sendable {
        /// RSA with a modulus of so many bits.
        case rsa(bits: Int)
        /// On that curve.
        case ec(Curve)
        /// Ed25519 of RFC 8032.
        case ed25519
    }

    /// What this key is.
    public var kind: Kind { handle.kind }

    private let handle: KeyHandle
    private var contexts: [SignatureScheme: VerificationContext] = [:]

    init(_ handle: KeyHandle) { self.handle = handle }

    /// Reads one PEM block `PUBLIC KEY` (RFC 7468 13) or `RSA PUBLIC KEY` (RFC 8017 A.1.1); a private key is refused.
    public convenience init(pem: String) throws(CryptoError) {
        let block = try PEMBlock(pem)
        switch block.label {
        case "PUBLIC KEY": try self.init(subjectPublicKeyInfo: block.bytes)
        case "RSA PUBLIC KEY": try self.init(pkcs1: block.bytes)
        default: throw block.label.hasSuffix("PRIVATE KEY") ? .privateKeyGiven : .wrongPEMLabel(block.label)
        }
    }

    /// Reads the DER of a SubjectPublicKeyInfo (RFC 5280 4.1.2.7) with nothing after it.
    public convenience init(subjectPublicKeyInfo der: [UInt8]) throws(CryptoError) {
        try self.init(der: der, function: "d2i_PUBKEY") { d2i_PUBKEY(nil, $0, $1) }
    }

    private convenience init(pkcs1 der: [UInt8]) throws(CryptoError) {
        try self.init(der: der, function: "d2i_PublicKey") { d2i_PublicKey(EVP_PKEY_RSA, nil, $0, $1) }
    }

    private convenience init(
        der: [UInt8], function: String,
        read: (UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int) -> OpaquePointer?
    ) throws(CryptoError) {
        var consumed = 0
        let key = der.withUnsafeBufferPointer { bytes in
            var position = bytes.baseAddress
            let key = read(&position, bytes.count)
            if let start = bytes.baseAddress, let position { consumed = position - start }
            return key
        }
        self.init(try KeyHandle(owning: try require(key, from: function)))
        guard consumed == der.count else { throw .trailingBytes }
    }

    /// DER of the SubjectPublicKeyInfo (RFC 5280 4.1.2.7).
    public func subjectPublicKeyInfo() throws(CryptoError) -> [UInt8] { try handle.subjectPublicKeyInfo() }

    /// The big-endian coordinates of an EC key's point, each of the curve's length, as a JWK carries them (RFC 7518 6.2.1);
    /// throws `invalidKeyParts` for a key of another type.
    public func coordinates() throws(CryptoError) -> (x: [UInt8], y: [UInt8]) {
        guard case .ec(let curve) = kind else { throw .invalidKeyParts }
        return (
            try handle.coordinate(OSSL_PKEY_PARAM_EC_PUB_X, on: curve),
            try handle.coordinate(OSSL_PKEY_PARAM_EC_PUB_Y, on: curve)
        )
    }

    /// Has OpenSSL look at the numbers themselves: a point on its curve, a modulus and exponent that RSA can have.
    ///
    /// Costs milliseconds: for keys that arrive from outside, not for those read back from a store.
    public func validate() throws(CryptoError) {
        if case .rsa = kind { try requireUsualExponent() }
        let context = try require(
            EVP_PKEY_CTX_new_from_pkey(nil, handle.pointer, nil), from: "EVP_PKEY_CTX_new_from_pkey")
        defer { EVP_PKEY_CTX_free(context) }
        try requireSuccess(EVP_PKEY_public_check(context), of: "EVP_PKEY_public_check")
    }

    /// Whether `signature` is one of `message` by this key. False for a wrong length, or for r or s of zero; throws when
    /// the scheme is for another type of key or OpenSSL could not do the computation.
    public func verifies(
        _ signature: UnsafeRawBufferPointer, of message: UnsafeRawBufferPointer, scheme: SignatureScheme
    ) throws(CryptoError) -> Bool {
        guard scheme.fits(kind) else { throw .schemeDoesNotFitKey }
        if let context = contexts[scheme] { return try context.verifies(signature, of: message) }
        let context = try VerificationContext(key: handle, scheme: scheme)
        contexts[scheme] = context
        return try context.verifies(signature, of: message)
    }

    /// Whether `signature` is one of `message` by this key, for bytes in arrays.
    public func verifies(_ signature: [UInt8], of message: [UInt8], scheme: SignatureScheme) throws(CryptoError) -> Bool
    {
        try signature.span.withUnsafeBytes { (signature) throws(CryptoError) in
            try message.span.withUnsafeBytes { (message) throws(CryptoError) in
                try verifies(signature, of: message, scheme: scheme)
            }
        }
    }

    /// An exponent beyond 64 bits makes a verification cost as much as a signature.
    private func requireUsualExponent() throws(CryptoError) {
        var exponent: OpaquePointer?
        try requireSuccess(
            EVP_PKEY_get_bn_param(handle.pointer, OSSL_PKEY_PARAM_RSA_E, &exponent), of: "EVP_PKEY_get_bn_param")
        defer { BN_free(exponent) }
        guard BN_num_bits(exponent) <= 64 else { throw .invalidKeyParts }
    }
}
