import Domain
import Sessions

extension Session {
    /// A session, as the API and the command line give it.
    public func json(_ limits: SessionLimits) -> JSONText {
        .object([
            ("id", .string(id)), ("context", .string(context.rawValue)), ("vendor_id", .string(partner.rawValue)),
            ("customer_id", .number(customer.rawValue)), ("member_id", .optional(member?.rawValue)),
            ("name", .optional(name)), ("email", .optional(email)), ("origin", .optional(origin)),
            ("user_agent", .optional(userAgent)), ("client_address", .optional(clientAddress)),
            ("created_at", .string(createdAt.iso8601)), ("last_seen_at", .string(lastSeenAt.iso8601)),
            ("idle_expires_at", .string(idleExpiresAt(limits).iso8601)),
            ("absolute_expires_at", .string(absoluteExpiresAt.iso8601)),
        ])
    }
}
