import Directory
import Domain

extension JWKSSource {
    /// Where keys come from, and how the last try went.
    var json: JSONText {
        .object([
            ("url", .string(url)), ("fetched_at", .optional(fetchedAt?.iso8601)), ("error", .optional(error)),
        ])
    }
}
