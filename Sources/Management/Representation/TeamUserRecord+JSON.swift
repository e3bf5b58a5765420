import Directory
import Domain

extension TeamUserRecord {
    /// A customer manager, as the API gives it.
    var json: JSONText {
        .object([
            ("id", .number(id.rawValue)), ("name", .string(name)), ("email", .string(email)),
            ("created_at", .string(createdAt.iso8601)),
        ])
    }
}
