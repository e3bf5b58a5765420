/// What a form shows again when something in it was wrong: for each field its value and what is wrong with it.
struct FormValues {
    private var fields: [String: ConsoleTemplates.Values] = [:]

    /// Fields that show values, and what is wrong with them.
    init(_ faults: [FieldFault] = [], values: [String: String?] = [:]) {
        for case (let name, let value?) in values where !value.isEmpty { fields[name, default: [:]]["value"] = value }
        for fault in faults where fields[fault.name]?["error"] == nil {
            fields[fault.name, default: [:]]["error"] = "This \(fault.reason)."
        }
    }

    /// As templates use it: `fields.<name>.value`, `fields.<name>.error`.
    var values: ConsoleTemplates.Values { fields }

    /// What stands above a form that was refused: a sentence, and a link to each field. Nil when nothing is wrong.
    static func summary(_ faults: [FieldFault]) -> ConsoleTemplates.Values? {
        guard !faults.isEmpty else { return nil }
        return [
            "message": faults.count == 1
                ? "One field needs your attention." : "\(faults.count) fields need your attention.",
            "links": faults.map { fault -> ConsoleTemplates.Values in
                [
                    "href": "#\(fault.name)",
                    "text": "\(fault.name.replacing("_", with: " ").capitalized()) \(fault.reason)",
                ]
            },
        ]
    }

    /// The same for what is no field's fault.
    static func summary(_ message: String) -> ConsoleTemplates.Values { ["message": message] }
}
