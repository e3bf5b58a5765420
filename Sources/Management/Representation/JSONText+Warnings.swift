import Domain

extension JSONText {
    /// The object with a member `warnings`, where there are any.
    func warning(_ warnings: [OriginWarning]) -> JSONText {
        guard case .object(let members) = self, !warnings.isEmpty else { return self }
        return .object(members + [("warnings", .array(warnings.map { .string($0.description) }))])
    }
}
