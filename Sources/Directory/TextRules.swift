/// The rules for text that the directory keeps. None may hold a NUL, at which SQLite would cut it off.
enum TextRules {
    /// A name for people: 1 to 255 bytes, no control characters, not only white space.
    static func checkName(_ text: String) throws(DirectoryError) {
        try checkLine(text, .name)
        guard text.contains(where: { !$0.isWhitespace }) else { throw .invalid(field: .name, reason: "is blank") }
    }

    /// An address to write to: something before and after the last `@`, at most 254 bytes, no white space.
    static func checkEmail(_ text: String, _ field: DirectoryError.Field) throws(DirectoryError) {
        try checkLine(text, field)
        guard text.utf8.count <= 254, !text.contains(where: \.isWhitespace), let at = text.lastIndex(of: "@"),
            at != text.startIndex, text.index(after: at) != text.endIndex
        else { throw .invalid(field: field, reason: "is not an e-mail address") }
    }

    /// One line: 1 to 255 bytes without control characters.
    static func checkLine(_ text: String, _ field: DirectoryError.Field) throws(DirectoryError) {
        guard (1...255).contains(text.utf8.count) else {
            throw .invalid(field: field, reason: "must have 1 to 255 bytes")
        }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw .invalid(field: field, reason: "must not have control characters")
        }
    }
}
