import COpenSSL

/// A digest fetched once from OpenSSL's provider (`EVP_MD_fetch`) and kept for the life of the process.
///
/// The pointer is held as a number: what it points to never changes and OpenSSL shares it between threads.
struct FetchedDigest: Sendable {
    static let sha1 = FetchedDigest("SHA1")
    static let sha256 = FetchedDigest("SHA2-256")
    static let sha384 = FetchedDigest("SHA2-384")
    static let sha512 = FetchedDigest("SHA2-512")

    private let address: UInt

    private init(_ name: String) { address = UInt(bitPattern: EVP_MD_fetch(nil, name, nil)) }

    /// The digest that `hash` names.
    static func of(_ hash: Hash) -> FetchedDigest {
        switch hash {
        case .sha256: sha256
        case .sha384: sha384
        case .sha512: sha512
        }
    }

    /// OpenSSL's `EVP_MD`; throws where no provider offers the digest.
    func pointer() throws(CryptoError) -> OpaquePointer {
        try require(OpaquePointer(bitPattern: address), from: "EVP_MD_fetch")
    }
}

/// One digest computation at a time, in memory allocated once: owns an `EVP_MD_CTX`.
final class DigestContext {
    private let context: OpaquePointer
    private let digest: OpaquePointer

    init(_ hash: Hash) throws(CryptoError) {
        digest = try FetchedDigest.of(hash).pointer()
        context = try require(EVP_MD_CTX_new(), from: "EVP_MD_CTX_new")
    }

    deinit { EVP_MD_CTX_free(context) }

    /// The digest of `message`, handed to `body` while it lies on the stack.
    func withDigest<Result>(
        of message: UnsafeRawBufferPointer, _ body: (UnsafeBufferPointer<UInt8>) throws(CryptoError) -> Result
    ) throws(CryptoError) -> Result {
        var room = (UInt64(0), UInt64(0), UInt64(0), UInt64(0), UInt64(0), UInt64(0), UInt64(0), UInt64(0))
        return try Swift.withUnsafeMutableBytes(of: &room) { (room) throws(CryptoError) -> Result in
            let bytes = room.assumingMemoryBound(to: UInt8.self)
            var length: UInt32 = 0
            try requireSuccess(EVP_DigestInit_ex2(context, digest, nil), of: "EVP_DigestInit_ex2")
            try requireSuccess(EVP_DigestUpdate(context, message.baseAddress, message.count), of: "EVP_DigestUpdate")
            try requireSuccess(EVP_DigestFinal_ex(context, bytes.baseAddress, &length), of: "EVP_DigestFinal_ex")
            return try body(UnsafeBufferPointer(rebasing: UnsafeBufferPointer(bytes)[..<Int(length)]))
        }
    }
}
