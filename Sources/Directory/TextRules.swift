/// The rules for text that the directory keeps. None may hold a NUL, at which SQLite would cut it off.
public enum TextRules {
    /// A name for people: 1 to 255 bytes, no control characters, not only white space.
    public static func checkName(_ text: String, _ field: DirectoryError.Field = .name) throws(DirectoryError) {
        try checkLine(text, field)
        guard text.contains(where: { !$0.isWhitespace }) else { throw .invalid(field: field, reason: "is blank") }
    }

    /// An address to write to: something before and after the last `@`, at most 254 bytes, no white space.
    public static func checkEmail(_ text: String, _ field: DirectoryError.Field) throws(DirectoryError) {
        try checkLine(text, field)
        guard text.utf8.count <= 254, !text.contains(where: \.isWhitespace), let at = text.lastIndex(of: "@"),
            at != text.startIndex, text.index(after: at) != text.endIndex
        else { throw .invalid(field: field, reason: "is not an e-mail address") }
    }

    /// One line: 1 to 255 bytes without control characters.
    public static func checkLine(_ text: String, _ field: DirectoryError.Field) throws(DirectoryError) {
        guard (1...255).contains(text.utf8.count) else {
            throw .invalid(field: field, reason: "must have 1 to 255 bytes")
        }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw .invalid(field: field, reason: "must not have control characters")
        }
    }

    /// An app's name: 1 to 64 of `A-Z a-z 0-9 . _ -`.
    public static func checkApp(_ text: String, _ field: DirectoryError.Field) throws(DirectoryError) {
        guard isPlain(text) else {
            throw .invalid(field: field, reason: "must be 1 to 64 letters, digits, dots, hyphens or underscores")
        }
    }

    /// The application's own id of a connection or recipe: as an app's name.
    public static func checkForeignID(_ text: String, _ field: DirectoryError.Field) throws(DirectoryError) {
        try checkApp(text, field)
    }

    private static func isPlain(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
                default: false
                }
            }
    }
}
