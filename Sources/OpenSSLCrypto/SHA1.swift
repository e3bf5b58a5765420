import COpenSSL

/// SHA-1 of FIPS 180-4: proves nothing, and stands only where a protocol asks for it.
public enum SHA1 {
    /// The 20 bytes of the digest; throws where OpenSSL's configuration has no SHA-1.
    public static func digest(_ bytes: [UInt8]) throws(CryptoError) -> [UInt8] {
        let digest = try FetchedDigest.sha1.pointer()
        var room = [UInt8](repeating: 0, count: 20)
        var length: UInt32 = 0
        let status = bytes.withUnsafeBytes { EVP_Digest($0.baseAddress, $0.count, &room, &length, digest, nil) }
        try requireSuccess(status, of: "EVP_Digest")
        return room
    }
}
