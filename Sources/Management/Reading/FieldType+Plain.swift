import Domain

extension FieldType<String> {
    /// A string.
    static var text: Self {
        Self(shape: .text) { json throws(FieldComplaint) in
            guard case .string(let text) = json else { throw .malformed("must be a string") }
            return text
        }
    }
}

extension FieldType<Bool> {
    /// `true` or `false`
    static var flag: Self {
        Self(shape: .flag) { json throws(FieldComplaint) in
            guard case .bool(let value) = json else { throw .malformed("must be true or false") }
            return value
        }
    }
}

extension FieldType<Int64> {
    /// A whole number within the range.
    static func whole(_ range: ClosedRange<Int64>) -> Self {
        Self(shape: .number) { json throws(FieldComplaint) in
            guard case .number(let number) = json, number.isWhole else { throw .malformed("must be a whole number") }
            guard let whole = number.whole, range.contains(whole) else {
                throw .refused("must be \(range.lowerBound) to \(range.upperBound)")
            }
            return whole
        }
    }

    /// Decimal digits, as a query has numbers, within the range.
    static func digits(_ range: ClosedRange<Int64>) -> Self {
        FieldType<String>.text.digits(
            orRefuse: "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
        ) {
            Int64($0).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension FieldType<String> {
    /// A number in a query, where everything is text.
    fileprivate func digits<Number: Sendable>(
        orRefuse reason: String, _ make: @escaping @Sendable (String) -> Number?
    ) -> FieldType<Number> {
        let read = read
        return FieldType<Number>(shape: .number) { json throws(FieldComplaint) in
            let text = try read(json)
            guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = make(text) else {
                throw .refused(reason)
            }
            return number
        }
    }
}

extension FieldType where Value: NumericID {
    /// The number of a thing.
    static var id: Self { FieldType<Int64>.whole(1...Int64.max).map { number throws(FieldComplaint) in Value(number) } }

    /// The number of a thing, in a query or in a body.
    static var idOrDigits: Self {
        let (number, digits) = (id, idDigits)
        return FieldType(shape: .number) { json throws(FieldComplaint) in
            if case .string = json { return try digits.read(json) }
            return try number.read(json)
        }
    }

    /// The number of a thing in a query.
    static var idDigits: Self {
        FieldType<Int64>.digits(1...Int64.max).map { number throws(FieldComplaint) in Value(number) }
    }
}

extension FieldType where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
    /// One of the enum's words.
    static var word: Self {
        let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
        return FieldType<String>.text.map(orRefuse: "must be one of \(words)") { Value(rawValue: $0) }
    }
}
