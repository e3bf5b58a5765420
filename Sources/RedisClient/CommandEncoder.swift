import NIOCore

/// Writes commands as RESP arrays of bulk strings, straight into the buffer that leaves.
enum CommandEncoder {
    /// Appends the command; one without words cannot be written.
    static func encode(_ arguments: [RedisArgument], into buffer: inout ByteBuffer) throws(RedisError) {
        guard !arguments.isEmpty else { throw .commandInvalid }
        writeCount("*", arguments.reduce(0) { $0 + $1.wordCount }, to: &buffer)
        for argument in arguments {
            switch argument {
            case .text(let text): write(text, to: &buffer)
            case .bytes(let bytes):
                writeCount("$", bytes.count, to: &buffer)
                buffer.writeBytes(bytes)
                buffer.writeStaticString("\r\n")
            case .integer(let number): write(String(number), to: &buffer)
            case .constant(let words): buffer.writeImmutableBuffer(words.encoded)
            }
        }
    }

    /// Appends one word.
    static func write(_ text: String, to buffer: inout ByteBuffer) {
        writeCount("$", text.utf8.count, to: &buffer)
        buffer.writeString(text)
        buffer.writeStaticString("\r\n")
    }

    private static func writeCount(_ type: StaticString, _ count: Int, to buffer: inout ByteBuffer) {
        buffer.writeStaticString(type)
        buffer.writeString(String(count))
        buffer.writeStaticString("\r\n")
    }
}

extension RedisArgument {
    /// How many words it stands for.
    fileprivate var wordCount: Int {
        switch self {
        case .text, .bytes, .integer: 1
        case .constant(let words): words.count
        }
    }
}
