import Logging

extension SettingsType<Bool> {
    /// `true` or `false`, or YAML's other words for them.
    static var flag: Self {
        single(
            { text throws(SettingsComplaint) in
                switch text.lowercased() {
                case "true", "yes", "on": return true
                case "false", "no", "off": return false
                default: throw SettingsComplaint("\(quoted(text)) is neither true nor false")
                }
            }, show: { $0 ? "true" : "false" })
    }
}

extension SettingsType<Int> {
    /// Decimal digits within the range.
    static func count(_ range: ClosedRange<Int>) -> Self {
        single(
            { text throws(SettingsComplaint) in
                guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text),
                    range.contains(number)
                else {
                    throw SettingsComplaint(
                        "\(quoted(text)) is not a whole number from \(range.lowerBound) to \(range.upperBound)")
                }
                return number
            }, show: { String($0) })
    }
}

extension SettingsType<String> {
    /// Any text without control characters.
    static var text: Self {
        single(
            { text throws(SettingsComplaint) in
                guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
                    throw SettingsComplaint("\(quoted(text)) has a control character")
                }
                return text
            }, show: { $0 })
    }

    /// A bearer token: visible ASCII, at most 4 KiB.
    static var bearerToken: Self {
        single(
            { text throws(SettingsComplaint) in
                guard text.utf8.count <= 4096, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                    throw SettingsComplaint(
                        "is not a token: write at most 4096 visible ASCII characters without spaces")
                }
                return text
            }, show: { $0 })
    }
}

extension SettingsType where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
    /// One of the enum's words.
    static var word: Self {
        single(
            { text throws(SettingsComplaint) in
                guard let value = Value(rawValue: text) else {
                    let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
                    throw SettingsComplaint("\(quoted(text)) is not one of \(words)")
                }
                return value
            }, show: { $0.rawValue })
    }
}
