/// JSON text written member by member (RFC 8259), in the order given.
indirect enum JSONText: CustomStringConvertible, Sendable {
    case null
    case bool(Bool)
    case number(Int64)
    case string(String)
    case object([(String, JSONText)])

    /// A string, or `null`.
    static func optional(_ text: String?) -> JSONText { text.map { .string($0) } ?? .null }

    var description: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let value): String(value)
        case .string(let text): Self.quoted(text)
        case .object(let members):
            "{" + members.map { "\(Self.quoted($0.0)):\($0.1)" }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
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
}
