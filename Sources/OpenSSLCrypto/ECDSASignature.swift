import COpenSSL

/// The two spellings of an ECDSA signature: r and s side by side (RFC 7518 3.4), and DER (RFC 3279 2.2.3).
enum ECDSASignature {
    /// DER of a raw signature; nil when its length is not the curve's, or r or s is zero.
    static func der(raw: UnsafeRawBufferPointer, on curve: Curve) -> [UInt8]? {
        guard raw.count == 2 * curve.coordinateLength else { return nil }
        let (r, s) = (Array(raw.prefix(curve.coordinateLength)), Array(raw.suffix(curve.coordinateLength)))
        guard r.contains(where: { $0 != 0 }), s.contains(where: { $0 != 0 }) else { return nil }
        return DER.sequence(DER.integer(r[...]) + DER.integer(s[...]))
    }

    /// The raw spelling of what OpenSSL signed.
    static func raw(der: [UInt8], on curve: Curve) throws(CryptoError) -> [UInt8] {
        let parsed = der.withUnsafeBufferPointer { bytes in
            var position = bytes.baseAddress
            return d2i_ECDSA_SIG(nil, &position, bytes.count)
        }
        let signature = try require(parsed, from: "d2i_ECDSA_SIG")
        defer { ECDSA_SIG_free(signature) }
        return try padded(ECDSA_SIG_get0_r(signature), on: curve) + padded(ECDSA_SIG_get0_s(signature), on: curve)
    }

    /// A number of OpenSSL's as big-endian bytes, as many as a coordinate has.
    static func padded(_ number: OpaquePointer?, on curve: Curve) throws(CryptoError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: curve.coordinateLength)
        guard BN_bn2binpad(number, &bytes, Int32(bytes.count)) == bytes.count else {
            throw openSSLFailure("BN_bn2binpad")
        }
        return bytes
    }
}
