import Directory
import Domain

extension AuditEvent {
    /// An event of the audit trail, as the API gives it.
    var json: JSONText {
        .object([
            ("id", .number(id)), ("at", .string(at.iso8601)),
            (
                "actor",
                .object([
                    ("kind", .string(author.kind.rawValue)), ("id", .optional(author.id)),
                    ("name", .optional(author.name)),
                ])
            ),
            ("action", .string(action)), ("vendor_id", .optional(target.vendorID?.rawValue)),
            ("managed_user_id", .optional(target.customer?.rawValue)),
            ("target", .object([("kind", .string(target.kind.rawValue)), ("id", .optional(target.id))])),
            ("before", before.map { .written($0) } ?? .null), ("after", after.map { .written($0) } ?? .null),
            ("address", .optional(author.address)), ("request_id", .optional(author.requestID)),
        ])
    }
}
