import CHiredis
import NIOCore

/// hiredis's reply parser, made to build our values instead of its own.
final class ReplyReader {
    private let reader: UnsafeMutablePointer<redisReader>
    private let functions: UnsafeMutablePointer<redisReplyObjectFunctions>
    private let assembly = ReplyAssembly()

    /// Fails only without memory.
    init() throws(RedisError) {
        functions = .allocate(capacity: 1)
        functions.initialize(to: ReplyAssembly.functions)
        guard let reader = redisReaderCreateWithFunctions(functions) else {
            functions.deallocate()
            throw .protocolViolation("no memory for a reader")
        }
        self.reader = reader
        reader.pointee.privdata = Unmanaged.passUnretained(assembly).toOpaque()
    }

    deinit {
        redisReaderFree(reader)
        functions.deallocate()
    }

    /// Bytes held for a reply that is not whole yet.
    var heldBytes: Int { reader.pointee.len - reader.pointee.pos + assembly.heldBytes }

    /// Takes what arrived.
    func feed(_ buffer: ByteBuffer) throws(RedisError) {
        let code = buffer.withUnsafeReadableBytes { bytes in
            redisReaderFeed(reader, bytes.assumingMemoryBound(to: CChar.self).baseAddress, bytes.count)
        }
        guard code == REDIS_OK else { throw failure() }
    }

    /// The next whole reply; nil until more arrives. A failure of the outcome is Redis's own error reply.
    func next() throws(RedisError) -> Result<RedisValue, RedisError>? {
        var reply: UnsafeMutableRawPointer?
        guard redisReaderGetReply(reader, &reply) == REDIS_OK else { throw failure() }
        return reply == nil ? nil : assembly.take()
    }

    private func failure() -> RedisError {
        .protocolViolation(
            withUnsafeBytes(of: reader.pointee.errstr) { text in
                String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
            })
    }
}
