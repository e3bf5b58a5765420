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

    /// Appends what is sent; returns how many bytes.
    func append(to bytes: inout [UInt8]) -> Int {
        let before = bytes.count
        switch self {
        case .text(let text): bytes.append(contentsOf: text.utf8)
        case .bytes(let raw): bytes.append(contentsOf: raw)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        }
        return bytes.count - before
    }
}
