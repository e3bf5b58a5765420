import COpenSSL

/// The one PEM block of a text (RFC 7468): its label and the bytes inside.
struct PEMBlock {
    let label: String
    let bytes: [UInt8]

    /// Throws `notPEM` without a block and `severalPEMBlocks` with more than one.
    init(_ text: String) throws(CryptoError) {
        let memory = try MemoryBIO(Array(text.utf8))
        guard let first = Self.next(in: memory) else { throw .notPEM }
        guard Self.next(in: memory) == nil else { throw .severalPEMBlocks }
        self = first
    }

    private init(label: String, bytes: [UInt8]) {
        self.label = label
        self.bytes = bytes
    }

    private static func next(in memory: MemoryBIO) -> PEMBlock? {
        var (name, header): (UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<CChar>?)
        var data: UnsafeMutablePointer<UInt8>?
        var length = 0
        guard PEM_read_bio(memory.pointer, &name, &header, &data, &length) == 1, let name, let data else {
            ERR_clear_error()
            return nil
        }
        defer {
            CRYPTO_free(name, #file, #line)
            CRYPTO_free(header, #file, #line)
            CRYPTO_clear_free(data, length, #file, #line)
        }
        return PEMBlock(label: String(cString: name), bytes: [UInt8](UnsafeBufferPointer(start: data, count: length)))
    }
}

/// Owns one `BIO` over memory.
final class MemoryBIO {
    let pointer: OpaquePointer

    /// Empty, to be written.
    init() throws(CryptoError) { pointer = try require(BIO_new(BIO_s_mem()), from: "BIO_new") }

    /// Holds a copy of `bytes`, to be read.
    convenience init(_ bytes: [UInt8]) throws(CryptoError) {
        try self.init()
        guard !bytes.isEmpty else { return }
        var written = 0
        try requireSuccess(BIO_write_ex(pointer, bytes, bytes.count, &written), of: "BIO_write_ex")
    }

    deinit { BIO_free_all(pointer) }

    /// Everything written so far.
    func contents() -> [UInt8] {
        let pending = BIO_ctrl_pending(pointer)
        return [UInt8](unsafeUninitializedCapacity: pending) { room, count in
            guard pending > 0 else { return }
            _ = BIO_read_ex(pointer, room.baseAddress, pending, &count)  // a memory BIO gives what it says it holds
        }
    }
}
