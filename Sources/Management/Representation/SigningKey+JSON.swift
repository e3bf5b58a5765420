import Domain

extension SigningKey {
    /// A key, without its bytes.
    public var json: JSONText {
        .object([
            ("id", .number(id.rawValue)), ("kid", .optional(kid)), ("type", .string(kind.rawValue)),
            ("valid_from", .optional(validFrom?.iso8601)), ("valid_until", .optional(validUntil?.iso8601)),
        ])
    }
}
