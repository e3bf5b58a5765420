import HTTPWire

/// One pair of a Cookie field, read as servers do that trim every blank.
struct Pair: Equatable {
    /// What stands before the first `=`.
    let name: String
    /// What stands after it; empty without one.
    let value: String

    /// All that a server may take for a cookie of ours, in lower case.
    static let ours: Set<String> = Set(
        ["casement", "casement-direct", "casement-console"].flatMap { [$0, "__host-" + $0] })

    /// The pairs of the head's Cookie field, but for empty ones.
    static func all(in head: RequestHead) -> [Pair] {
        guard let field = head.section.first(.cookie) else { return [] }
        return head.section.withBytes(field.valueRange) { value in
            value.split(separator: UInt8(ascii: ";")).map(trimmed).filter { !$0.isEmpty }.map { Pair($0) }
        }
    }

    /// The name up to the first blank, in lower case.
    var firstWord: String { String(decoding: name.utf8.prefix { !Self.isBlank($0) }, as: UTF8.self).lowercased() }

    /// Whether we may have written the value: a positive number and 43 characters without free bits, which spell 32 bytes.
    var isSession: Bool {
        let parts = value.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int64(String(decoding: parts[0], as: UTF8.self)), number > 0 else {
            return false
        }
        return "\(number)".utf8.elementsEqual(parts[0]) && parts[1].count == 43
            && parts[1].allSatisfy(Self.base64URL.contains)
            && parts[1].last.map("AEIMQUYcgkosw048".utf8.contains) ?? false
    }

    private static let base64URL = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    private init(_ pair: [UInt8]) {
        let name = pair.prefix { $0 != UInt8(ascii: "=") }
        self.name = String(decoding: Self.trimmed(name), as: UTF8.self)
        value = String(decoding: Self.trimmed(pair.dropFirst(name.count + 1)), as: UTF8.self)
    }

    private static func trimmed(_ text: some Collection<UInt8>) -> [UInt8] {
        Array(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
