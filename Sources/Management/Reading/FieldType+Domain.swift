import Domain

extension FieldType<OriginList> {
    /// A comma-separated list of origins; empty for none.
    static func origins(_ parser: OriginParser) -> Self {
        FieldType<String>.text.map { text throws(FieldComplaint) in
            do throws(OriginListProblem) { return try parser.list(text) } catch {
                throw .refused("is no list of origins: \(error)")
            }
        }
    }
}

extension FieldType<ExternalID> {
    /// A partner's own id.
    static var externalID: Self {
        FieldType<String>.text.map(orRefuse: "must have 1 to 255 bytes without control characters") { ExternalID($0) }
    }
}

extension FieldType<VendorID> {
    /// A partner's vendor id.
    static var vendorID: Self {
        FieldType<String>.text.map(orRefuse: "must have 1 to 64 of A-Z a-z 0-9 _ -") { VendorID($0) }
    }
}

extension FieldType<Member.Role> {
    /// A role's name in any case.
    static var role: Self {
        FieldType<String>.text.map(orRefuse: "must be Admin, Analyst or Operator") { Member.Role(anyCase: $0) }
    }
}

extension FieldType<PlanID> {
    /// A plan's number, of those that there are if that is known.
    static func plan(_ plans: Set<PlanID>?) -> Self {
        id.map(orRefuse: "names no plan of this partner") { plans?.contains($0) ?? true ? $0 : nil }
    }
}

extension FieldType<Reference<CustomerID>> {
    /// A customer's number, also in quotes, or `E` and its percent-encoded external id.
    static var customer: Self {
        let text = FieldType<String>.text.map(
            orRefuse: "must be a customer's number, or E and its percent-encoded external id"
        ) { Reference<CustomerID>($0) }
        let number = FieldType<CustomerID>.id
        return FieldType(shape: .either([.number, .text])) { json throws(FieldComplaint) in
            switch json {
            case .string: return try text.read(json)
            case .number: return .id(try number.read(json))
            case .object, .array, .bool, .null: throw .malformed("must be a number or a string")
            }
        }
    }
}
