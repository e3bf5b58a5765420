import COpenSSL

/// scrypt of RFC 7914.
struct Scrypt: Hashable, Sendable {
    /// The binary logarithm of N.
    let logN: Int
    /// Bytes of a block, in units of 128.
    let r: Int
    /// How often, one after the other.
    let p: Int

    /// What a derivation may use of memory, in bytes; one that needs more fails.
    static let memory = 64 << 20

    /// `count` bytes from a password; takes about 128 · N · r bytes of memory and, with N of 2^15, a tenth of a second.
    func derive(_ count: Int, from password: String, salt: [UInt8]) throws(CryptoError) -> [UInt8] {
        let password = password.utf8.map { CChar(bitPattern: $0) }
        var derived = [UInt8](repeating: 0, count: count)
        let code = EVP_PBE_scrypt(
            password, password.count, salt, salt.count, 1 << UInt64(logN), UInt64(r), UInt64(p), UInt64(Self.memory),
            &derived, count)
        try requireSuccess(code, of: "EVP_PBE_scrypt")
        return derived
    }
}
