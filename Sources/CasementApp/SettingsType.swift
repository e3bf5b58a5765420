import Domain

/// How a key's text becomes a value, and how the value is shown.
struct SettingsType<Value: Sendable>: Sendable {
    /// Reads what was written.
    let read: @Sendable (SettingsText.Form) throws(SettingsComplaint) -> Value
    /// Writes the value as it could be written in the file; dots for a secret.
    let show: @Sendable (Value) -> String
}

extension SettingsType {
    /// A type of one text.
    static func single(
        _ read: @escaping @Sendable (String) throws(SettingsComplaint) -> Value,
        show: @escaping @Sendable (Value) -> String
    ) -> Self {
        Self(read: { form throws(SettingsComplaint) in try read(form.text()) }, show: show)
    }

    /// A list by comma or as a YAML sequence; the first wrong entry is named.
    static func list<Element>(of element: SettingsType<Element>) -> Self where Value == [Element] {
        Self(
            read: { form throws(SettingsComplaint) in
                var values: [Element] = []
                for entry in try form.entries() { values.append(try element.read(.single(entry))) }
                return values
            },
            show: { values in values.map(element.show).joined(separator: ",") })
    }

    /// A value that may be left unset, written `none`.
    static func optional<Wrapped>(_ wrapped: SettingsType<Wrapped>) -> Self where Value == Wrapped? {
        Self(
            read: { form throws(SettingsComplaint) in
                if case .single("none") = form { return nil }
                return try wrapped.read(form)
            },
            show: { value in value.map(wrapped.show) ?? "none" })
    }

    /// A secret: shown as dots, and a complaint about it must not quote it.
    static func secret<Hidden>(_ hidden: SettingsType<Hidden>) -> Self where Value == Secret<Hidden> {
        Self(
            read: { form throws(SettingsComplaint) in Secret(try hidden.read(form)) },
            show: { value in value.description })
    }
}

/// The text in quotes, with whatever a terminal or a log should not get escaped.
func quoted(_ text: String) -> String { "\"\(LoggingEscape.text(text))\"" }
