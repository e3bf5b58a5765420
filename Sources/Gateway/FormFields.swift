import Domain

/// Names and values of `application/x-www-form-urlencoded` text (WHATWG URL 5.1), in order, repeats kept.
struct FormFields {
    /// One `name=value`.
    struct Field {
        let name: String
        let value: String
        /// The pair as it was written.
        let raw: Substring
    }

    let fields: [Field]

    /// Nil when an escape is broken or the bytes are not UTF-8.
    init?(_ text: some StringProtocol) {
        var fields: [Field] = []
        for pair in text.split(separator: "&") {
            let raw = Substring(pair)
            let equals = raw.firstIndex(of: "=")
            let name = raw[..<(equals ?? raw.endIndex)]
            let value = equals.map { raw[raw.index(after: $0)...] } ?? ""
            guard let name = Self.decode(name), let value = Self.decode(value) else { return nil }
            fields.append(Field(name: name, value: value, raw: raw))
        }
        self.fields = fields
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

    private static func decode(_ text: Substring) -> String? {
        PercentEncoding.decode(String(text.map { $0 == "+" ? " " : $0 }))
    }
}
