import COpenSSL

/// Bytes that nobody can guess, from OpenSSL's generator.
public enum SecureRandom {
    /// `count` random bytes.
    public static func bytes(_ count: Int) -> [UInt8] {
        guard let length = Int32(exactly: count), length > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: count) { room, filled in
            guard RAND_bytes(room.baseAddress, length) == 1 else {
                // Without entropy every secret made from here on could be guessed: ending the process is the safe answer.
                fatalError("OpenSSL's random generator failed")
            }
            filled = count
        }
    }
}
