import Directory
import Domain

extension Connection {
    /// A connection, as the API gives it.
    var json: JSONText {
        .object([
            ("id", .foreignID(id)), ("name", .string(name)), ("provider", .string(provider)),
            ("authorization_status", .string(authorizationStatus.rawValue)),
            ("authorized_at", .optional(authorizedAt?.iso8601)), ("created_at", .string(createdAt.iso8601)),
            ("updated_at", .string(updatedAt.iso8601)),
        ])
    }
}

extension Recipe {
    /// A recipe, as the API gives it.
    var json: JSONText {
        .object([
            ("id", .foreignID(id)), ("name", .string(name)), ("running", .bool(isRunning)),
            ("created_at", .string(createdAt.iso8601)), ("updated_at", .string(updatedAt.iso8601)),
        ])
    }
}

extension JSONText {
    /// The application's own id: a number where it is written as one.
    fileprivate static func foreignID(_ id: String) -> JSONText {
        guard let number = Int64(id), String(number) == id else { return .string(id) }
        return .number(number)
    }
}
