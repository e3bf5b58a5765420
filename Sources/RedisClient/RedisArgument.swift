/// One word of a command: any bytes, sent with their length.
public enum RedisArgument: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The UTF-8 of a text.
    case text(String)
    /// Bytes as they are.
    case bytes([UInt8])
    /// Decimal digits.
    case integer(Int64)

    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }
}
