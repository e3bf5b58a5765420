import Directory

/// A question before something that cannot be taken back, for browsers without scripts.
struct Confirmation {
    /// What is asked.
    let question: String
    /// What will happen.
    let explanation: String
    /// Where a yes is posted.
    let action: String
    /// What the button says.
    let label: String
    /// Where a no leads.
    let back: String
}

extension ConsoleCall {
    /// The page that asks.
    func confirmation(_ confirmation: Confirmation) throws(APIProblem) -> Answer {
        try page(
            "confirm", title: confirmation.question,
            [
                "question": confirmation.question, "explanation": confirmation.explanation,
                "action": confirmation.action, "label": confirmation.label, "back_href": confirmation.back,
            ])
    }
}

extension APIProblem {
    /// What is wrong with the fields of a form, where that is the problem; else the problem itself goes on.
    func formFaults() throws(APIProblem) -> [FieldFault] {
        if case .fields(let faults) = self { return faults }
        if case .conflict(let conflict) = self, let field = conflict.field {
            return [FieldFault(field, .refused, "is taken")]
        }
        throw self
    }
}

extension DirectoryError.Conflict {
    /// The field whose value somebody else has, as forms name it; nil where it is not about one.
    fileprivate var field: String? {
        switch self {
        case .vendorIDTaken: "vendor_id"
        case .externalIDTaken: "external_id"
        case .kidTaken: "kid"
        case .emailTaken: "email"
        case .planNameTaken: "name"
        case .planInUse, .lastOperator: nil
        }
    }
}
