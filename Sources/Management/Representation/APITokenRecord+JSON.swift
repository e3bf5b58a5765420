import Directory
import Domain

extension APITokenRecord {
    /// The members of a token's JSON; the token itself is not among them.
    public var members: [(String, JSONText)] {
        [
            ("id", .number(id.rawValue)), ("vendor_id", .optional(vendorID?.rawValue)), ("name", .string(name)),
            ("created_at", .string(createdAt.iso8601)),
        ]
    }
}
