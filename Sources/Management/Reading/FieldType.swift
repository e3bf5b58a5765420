import Domain

/// What a field's value may be in JSON, as the API's document describes it.
enum FieldShape: Hashable, Sendable {
    case text
    case number
    case flag
    case list
    case object
    /// One of several.
    case either([FieldShape])
}

/// How a field's JSON becomes a value.
struct FieldType<Value: Sendable>: Sendable {
    /// What it may be in JSON.
    let shape: FieldShape
    /// The fields of the objects within it, if it has any.
    var within: [DeclaredField] = []
    /// Reads what was sent.
    let read: @Sendable (JSONValue) throws(FieldComplaint) -> Value
}

extension FieldType {
    /// A type that reads another's values further.
    func map<Other: Sendable>(
        _ make: @escaping @Sendable (Value) throws(FieldComplaint) -> Other
    ) -> FieldType<Other> {
        let read = read
        return FieldType<Other>(shape: shape, within: within) { json throws(FieldComplaint) in
            try make(try read(json))
        }
    }

    /// The values for which `make` gives something; others are refused for the reason.
    func map<Other: Sendable>(
        orRefuse reason: String, _ make: @escaping @Sendable (Value) -> Other?
    ) -> FieldType<Other> {
        map { value throws(FieldComplaint) in
            guard let other = make(value) else { throw .refused(reason) }
            return other
        }
    }

    /// An array of `count` values of one type.
    static func list<Element: Sendable>(
        of element: FieldType<Element>, count: ClosedRange<Int>
    ) -> Self where Value == [Element] {
        Self(shape: .list, within: element.within) { json throws(FieldComplaint) in
            guard case .array(let elements) = json else { throw .malformed("must be an array") }
            guard count.contains(elements.count) else {
                throw .refused("must have \(count.lowerBound) to \(count.upperBound) elements")
            }
            return try read(elements, as: element)
        }
    }

    /// An array of `count` objects whose members are fields themselves.
    static func objects<Element: Fields>(
        _ rules: FieldRules, count: ClosedRange<Int>
    ) -> Self where Value == [Element] {
        .list(of: .object(rules), count: count)
    }

    /// An object whose members are fields themselves.
    static func object(_ rules: FieldRules) -> Self where Value: Fields {
        Self(shape: .object, within: FieldReader.declared(by: Value.self)) { json throws(FieldComplaint) in
            guard case .object(let object) = json else { throw .malformed("must be an object") }
            do throws(APIProblem) {
                return try FieldReader.read(Value.self, from: object, rules)
            } catch {
                guard case .fields(let faults) = error else { throw .malformed("cannot be read") }
                throw FieldComplaint(faults: faults.map { $0.within(".") })
            }
        }
    }

    /// Every element, or what is wrong with any.
    private static func read<Element>(
        _ elements: [JSONValue], as type: FieldType<Element>
    ) throws(FieldComplaint) -> [Element] {
        var (values, faults): ([Element], [FieldFault]) = ([], [])
        for (index, element) in elements.enumerated() {
            do throws(FieldComplaint) { values.append(try type.read(element)) } catch {
                faults += error.faults.map { $0.within("[\(index)]") }
            }
        }
        guard faults.isEmpty else { throw FieldComplaint(faults: faults) }
        return values
    }
}
