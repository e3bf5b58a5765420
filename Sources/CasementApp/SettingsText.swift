import Foundation

/// A setting as it was written, before it is a value.
struct SettingsText: Sendable {
    /// One text, or a YAML sequence of texts.
    enum Form: Sendable {
        case single(String)
        case sequence([String])
    }

    let form: Form
    let place: SettingsPlace
}

extension SettingsText.Form {
    /// The one text; a sequence is refused.
    func text() throws(SettingsComplaint) -> String {
        switch self {
        case .single(let text) where text.isEmpty: throw SettingsComplaint("has no value; leave it out for the default")
        case .single(let text): return text
        case .sequence: throw SettingsComplaint("takes one value, not a list")
        }
    }

    /// The entries: of a sequence, or between commas; spaces around them are dropped and an empty text is no entry.
    func entries() throws(SettingsComplaint) -> [String] {
        switch self {
        case .single(let text) where text.allSatisfy(\.isWhitespace): return []
        case .single(let text): return try Self.trimmed(text.split(separator: ",", omittingEmptySubsequences: false))
        case .sequence(let texts): return try Self.trimmed(texts)
        }
    }

    private static func trimmed(_ texts: [some StringProtocol]) throws(SettingsComplaint) -> [String] {
        let entries = texts.map { $0.trimmingCharacters(in: .whitespaces) }
        if entries.contains("") { throw SettingsComplaint("has an empty entry") }
        return entries
    }
}
