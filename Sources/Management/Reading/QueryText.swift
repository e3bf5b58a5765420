import Domain

/// A request's query, read as a form (WHATWG URL 5.1). Everything in it is text.
struct QueryText: Sendable {
    private let form: FormFields

    /// Reads what stands after the `?`; every text is a query.
    init(_ text: some StringProtocol) { form = FormFields(text) }

    /// The parameters of `Group`; others are ignored. One that is wrong makes a bad request, whatever is wrong with it.
    func read<Group: Fields>(_ group: Group.Type, _ rules: FieldRules) throws(APIProblem) -> Group {
        var object = JSONObject()
        var faults: [FieldFault] = []
        for name in FieldReader.declared(by: group).map(\.name) {
            let values = form.fields.filter { $0.name == name }
            if values.count > 1 { faults.append(FieldFault(name, .malformed, "is given twice")) }
            if let value = values.first { object.append(name, .string(value.value)) }
        }
        guard faults.isEmpty else { throw .fields(faults) }
        do throws(APIProblem) { return try FieldReader.read(group, from: object, rules) } catch {
            guard case .fields(let faults) = error else { throw error }
            throw .fields(faults.map { FieldFault($0.name, .malformed, $0.reason) })
        }
    }
}
