import Logging

/// One event, ready to be written.
struct LoggingLine {
    let time: String
    let level: Logger.Level
    let message: String
    let fields: [(key: String, value: Logger.MetadataValue)]

    /// The line without its newline; never one inside.
    func written(as format: LoggingFormat) -> String {
        switch format {
        case .text: text
        case .json: json
        }
    }

    private var text: String {
        let start = "\(time) \(level.rawValue) \(LoggingEscape.text(message))"
        return fields.reduce(into: start) { line, field in
            line += " \(Self.plain(field.key))=\(Self.plain(Self.flat(field.value)))"
        }
    }

    private var json: String {
        let start =
            "{\"time\":\(Self.string(time)),\"level\":\(Self.string(level.rawValue)),\"message\":\(Self.string(message))"
        return fields.reduce(into: start) { line, field in
            let key = ["time", "level", "message"].contains(field.key) ? "metadata.\(field.key)" : field.key
            line += ",\(Self.string(key)):\(Self.json(field.value))"
        } + "}"
    }

    /// As it is, or in quotes when a reader could not tell where it ends.
    private static func plain(_ text: String) -> String {
        let escaped = LoggingEscape.text(text)
        return escaped != text || text.isEmpty || text.contains(where: { $0 == " " || $0 == "=" })
            ? "\"\(escaped)\"" : text
    }

    /// Nested values in JSON's form.
    private static func flat(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): text
        case .stringConvertible(let value): value.description
        case .array, .dictionary: json(value)
        }
    }

    private static func json(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): string(text)
        case .stringConvertible(let value): string(value.description)
        case .array(let values): "[" + values.map(json).joined(separator: ",") + "]"
        case .dictionary(let values):
            "{" + values.sorted { $0.key < $1.key }.map { "\(string($0.key)):\(json($0.value))" }.joined(separator: ",")
                + "}"
        }
    }

    private static func string(_ text: String) -> String { "\"\(LoggingEscape.text(text))\"" }
}
