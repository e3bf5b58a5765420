import COpenSSL

/// SHA-256 of FIPS 180-4.
public enum SHA256 {
    /// The 32 bytes of the digest.
    public static func digest(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { digest($0) } }

    /// The 32 bytes of the digest.
    public static func digest(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { room, count in
            var length: UInt32 = 0
            guard let digest = try? FetchedDigest.sha256.pointer(),  // nil only where OpenSSL has no provider at all
                EVP_Digest(bytes.baseAddress, bytes.count, room.baseAddress, &length, digest, nil) == 1, length == 32
            else {
                // Without SHA-256 no session can be named: going on would store or compare garbage.
                fatalError("OpenSSL offers no SHA-256")
            }
            count = 32
        }
    }
}
