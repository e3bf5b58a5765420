import Domain

/// Names and values of `application/x-www-form-urlencoded` text, read as WHATWG URL 5.1 says, in order, repeats kept.
struct FormFields {
    /// One `name=value`.
    struct Field {
        let name: String
        let value: String
        /// The pair as it was written.
        let raw: Substring
    }

    let fields: [Field]

    /// Every text is a form: a broken escape stands for itself, bytes that are no UTF-8 become U+FFFD.
    init(_ text: some StringProtocol) {
        fields = text.split(separator: "&").map { pair in
            let raw = Substring(pair)
            let equals = raw.firstIndex(of: "=")
            return Field(
                name: Self.decode(raw[..<(equals ?? raw.endIndex)]),
                value: equals.map { Self.decode(raw[raw.index(after: $0)...]) } ?? "", raw: raw)
        }
    }

    /// The one value under any of the names; nil for none. Two are `request_ambiguous`.
    func one(_ names: [String]) throws(Refusal) -> String? {
        let found = fields.filter { names.contains($0.name) }
        guard found.count <= 1 else { throw Refusal(.requestAmbiguous, "Give \(names[0]) once, under one name.") }
        return found.first?.value
    }

    /// The pairs under none of the names, as they were written.
    func others(than names: [String]) -> [Substring] {
        fields.filter { !names.contains($0.name) }.map(\.raw)
    }

    private static func decode(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"),
                let escaped = PercentEncoding.decodeBytes("%\(Substring(rest.prefix(2)))".utf8)
            {
                bytes += escaped
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
