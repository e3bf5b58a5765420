import Directory
import Domain

extension Plan {
    /// A plan, as the API and the command line give it.
    public var json: JSONText {
        .object([
            ("id", .number(id.rawValue)), ("name", .string(name)), ("task_limit", .number(taskLimit)),
            ("connection_limit", .optional(connectionLimit)),
        ])
    }
}
