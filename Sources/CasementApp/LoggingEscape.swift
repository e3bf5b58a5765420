/// Escapes whatever could end a line, move a cursor, reorder text or pass for a quote.
public enum LoggingEscape {
    /// The text as the inside of a JSON string (RFC 8259 section 7), also good in a plain line; `\u` escapes for controls,
    /// line separators and everything invisible.
    public static func text(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: needsEscape) else { return text }
        return text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "\"": escaped += "\\\""
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\r": escaped += "\\r"
            case "\t": escaped += "\\t"
            default:
                if needsEscape(scalar) {
                    for unit in UTF16.encode(scalar) ?? .init() { escaped += code(unit) }
                } else {
                    escaped.unicodeScalars.append(scalar)
                }
            }
        }
    }

    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F || scalar == "\"" || scalar == "\\" }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: scalar.properties.isWhitespace
        }
    }

    private static func code(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
