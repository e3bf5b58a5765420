import NIOCore

/// One word of a command: any bytes, sent with their length.
public enum RedisArgument: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The UTF-8 of a text.
    case text(String)
    /// Bytes as they are.
    case bytes([UInt8])
    /// Decimal digits.
    case integer(Int64)
    /// Several words that are the same in every command, written once.
    case constant(RedisWords)

    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }
}

/// Words as they are sent, for the part of a command that never changes.
public struct RedisWords: Hashable, Sendable {
    /// How many words they are.
    let count: Int
    /// The words as RESP bulk strings.
    let encoded: ByteBuffer

    /// Writes the words.
    public init(_ words: [String]) {
        var buffer = ByteBuffer()
        for word in words { CommandEncoder.write(word, to: &buffer) }
        count = words.count
        encoded = buffer
    }
}
