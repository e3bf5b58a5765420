import COpenSSL

/// Owns one `EVP_PKEY` whose type and curve are known and supported.
final class KeyHandle {
    let pointer: OpaquePointer
    let kind: PublicKey.Kind

    /// Takes ownership of `pointer`, also when it throws.
    init(owning pointer: OpaquePointer) throws(CryptoError) {
        self.pointer = pointer
        do {
            kind = try Self.kind(of: pointer)
        } catch {
            EVP_PKEY_free(pointer)
            throw error
        }
    }

    deinit { EVP_PKEY_free(pointer) }

    /// DER of the SubjectPublicKeyInfo (RFC 5280 4.1.2.7).
    func subjectPublicKeyInfo() throws(CryptoError) -> [UInt8] {
        var allocated: UnsafeMutablePointer<UInt8>?
        let length = i2d_PUBKEY(pointer, &allocated)
        guard length > 0, let allocated else { throw openSSLFailure("i2d_PUBKEY") }
        defer { CRYPTO_free(allocated, #file, #line) }
        return [UInt8](UnsafeBufferPointer(start: allocated, count: Int(length)))
    }

    /// One coordinate of the point of a key on `curve`, by OpenSSL's name for it.
    func coordinate(_ name: String, on curve: Curve) throws(CryptoError) -> [UInt8] {
        var number: OpaquePointer?
        try requireSuccess(EVP_PKEY_get_bn_param(pointer, name, &number), of: "EVP_PKEY_get_bn_param")
        defer { BN_free(number) }
        return try ECDSASignature.padded(number, on: curve)
    }

    private static func kind(of pointer: OpaquePointer) throws(CryptoError) -> PublicKey.Kind {
        if EVP_PKEY_is_a(pointer, "RSA") == 1 { return .rsa(bits: Int(EVP_PKEY_get_bits(pointer))) }
        if EVP_PKEY_is_a(pointer, "ED25519") == 1 { return .ed25519 }
        guard EVP_PKEY_is_a(pointer, "EC") == 1 else {
            throw .unsupportedKey(EVP_PKEY_get0_type_name(pointer).map { String(cString: $0) } ?? "unknown")
        }
        return .ec(try curve(of: pointer))
    }

    /// The named curve; parameters spelled out instead of named are refused, since they need not be the named curve's.
    private static func curve(of pointer: OpaquePointer) throws(CryptoError) -> Curve {
        var explicit: Int32 = 0
        let known = EVP_PKEY_get_int_param(pointer, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &explicit)
        guard known == 1, explicit == 0 else {
            ERR_clear_error()
            throw .unsupportedKey("EC with explicit parameters")
        }
        var name = [CChar](repeating: 0, count: 80)
        var length = 0
        try requireSuccess(EVP_PKEY_get_group_name(pointer, &name, name.count, &length), of: "EVP_PKEY_get_group_name")
        let group = String(decoding: name.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard let curve = Curve.allCases.first(where: { $0.groupName == group }) else {
            throw .unsupportedKey("EC \(group)")
        }
        return curve
    }
}
