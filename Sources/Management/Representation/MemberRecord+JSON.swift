import Directory
import Domain

extension MemberRecord {
    /// A member, as the API and the command line give it.
    public var json: JSONText {
        .object([
            ("id", .number(member.id.rawValue)), ("external_id", .optional(member.externalID?.rawValue)),
            ("name", .string(member.name)), ("email", .string(member.email)),
            ("role_name", .string(member.role.displayName)),
            ("created_at", .string(createdAt.iso8601)), ("updated_at", .string(updatedAt.iso8601)),
        ])
    }
}
