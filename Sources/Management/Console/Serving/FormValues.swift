/// What a form shows again when something in it was wrong: for each field its value and what is wrong with it.
struct FormValues {
    private var fields: [String: ConsoleTemplates.Values] = [:]

    /// Fields that show values, and what is wrong with them.
    init(_ faults: [FieldFault] = [], values: [String: String?] = [:]) {
        for (name, value) in values { fields[name, default: [:]]["value"] = value }
        for fault in faults where fields[fault.name]?["error"] == nil {
            fields[fault.name, default: [:]]["error"] = "This \(fault.reason)."
        }
    }

    /// As templates use it: `fields.<name>.value`, `fields.<name>.error`.
    var values: ConsoleTemplates.Values { fields }

    /// The word above a form that was refused.
    static func summary(_ faults: [FieldFault]) -> String? {
        switch faults.count {
        case 0: nil
        case 1: "One field needs your attention."
        default: "\(faults.count) fields need your attention."
        }
    }
}
