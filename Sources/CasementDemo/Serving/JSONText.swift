import Foundation

/// JSON with sorted members and plain slashes, so that the same value is always the same text.
enum JSONText {
    /// The value as UTF-8 bytes.
    static func bytes(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    /// The value as text.
    static func text(_ value: some Encodable) throws -> String { String(decoding: try bytes(value), as: UTF8.self) }
}
