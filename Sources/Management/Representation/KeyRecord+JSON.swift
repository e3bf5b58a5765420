import Directory
import Domain

extension KeyRecord {
    /// A key, without its bytes.
    public var json: JSONText {
        .object([
            ("id", .number(key.id.rawValue)), ("kid", .optional(key.kid)), ("type", .string(key.kind.rawValue)),
            ("source", .string(source.rawValue)), ("valid_from", .optional(key.validFrom?.iso8601)),
            ("valid_until", .optional(key.validUntil?.iso8601)), ("created_at", .string(createdAt.iso8601)),
        ])
    }
}
