import Directory

// Texts by the directory's own rules, so that every wrong field is named before anything is written.

extension FieldType<String> {
    /// A name for people.
    static var name: Self { ruled { text throws(DirectoryError) in try TextRules.checkName(text) } }

    /// An address to write to.
    static var email: Self { ruled { text throws(DirectoryError) in try TextRules.checkEmail(text, .email) } }

    /// One line of text.
    static var line: Self { ruled { text throws(DirectoryError) in try TextRules.checkLine(text, .name) } }

    /// An app's name.
    static var app: Self { ruled { text throws(DirectoryError) in try TextRules.checkApp(text, .provider) } }

    /// A text that passes the check.
    private static func ruled(_ check: @escaping @Sendable (String) throws(DirectoryError) -> Void) -> Self {
        text.map { text throws(FieldComplaint) in
            try Management.ruled { () throws(DirectoryError) in try check(text) }
            return text
        }
    }
}

/// Asks a rule of the directory; which field it says it is about matters not, the reader knows.
func ruled<Value>(_ rule: () throws(DirectoryError) -> Value) throws(FieldComplaint) -> Value {
    do throws(DirectoryError) { return try rule() } catch {
        guard case .invalid(let reasons) = error, let reason = reasons.values.first else {
            throw .malformed("cannot be read")
        }
        throw .refused(reason)
    }
}
