/// JSON text written member by member (RFC 8259), in the order given.
public indirect enum JSONText: CustomStringConvertible, Sendable {
    /// `null`
    case null
    /// `true` or `false`
    case bool(Bool)
    /// A whole number.
    case number(Int64)
    /// A number with a broken part; what is not finite is written as `null`.
    case fraction(Double)
    /// Text, escaped so that it is safe in a page too.
    case string(String)
    /// What is JSON text already.
    case written(String)
    /// Elements in order.
    case array([JSONText])
    /// Members in order.
    case object([(String, JSONText)])

    /// A string, or `null`.
    public static func optional(_ text: String?) -> JSONText { text.map { .string($0) } ?? .null }

    /// A whole number, or `null`.
    public static func optional(_ number: Int64?) -> JSONText { number.map { .number($0) } ?? .null }

    /// The text on one line.
    public var description: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let value): String(value)
        case .fraction(let value): value.isFinite ? "\(value)" : "null"
        case .string(let text): Self.quoted(text)
        case .written(let text): text
        case .array(let elements):
            "[" + elements.map(\.description).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { "\(Self.quoted($0.0)):\($0.1)" }.joined(separator: ",") + "}"
        }
    }

    /// The text as a JSON string, in quotes.
    public static func quoted(_ text: String) -> String {
        if text.utf8.allSatisfy(isPlain) { return "\"\(text)\"" }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\u{0}"..."\u{1F}", "\u{7F}", "<", "\u{2028}", "\u{2029}":
                let hex = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// Whether the byte stands for itself, whatever is around it.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "<"): false
        default: (0x20...0x7E).contains(byte)
        }
    }
}
