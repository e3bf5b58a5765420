/// A strong entity tag (RFC 9110 8.8.3) made of a row's version.
struct EntityTag: Hashable, Sendable, CustomStringConvertible {
    /// The tag with its quotes.
    let description: String

    /// The tag of that version.
    init(version: Int64) { description = "\"\(version)\"" }

    /// Nil when the text is no entity tag; a weak one is kept as it is, and is equal to none of ours.
    init?(_ text: some StringProtocol) {
        let opaque = text.hasPrefix("W/") ? text.dropFirst(2) : text[...]
        guard opaque.utf8.count >= 2, opaque.first == "\"", opaque.last == "\"",
            !opaque.dropFirst().dropLast().contains("\"")
        else { return nil }
        description = String(text)
    }
}

/// The field `If-Match` (RFC 9110 13.1.1).
enum IfMatch: Hashable, Sendable {
    /// Not sent: whatever the version.
    case absent
    /// `*`: whatever the version, as long as there is one.
    case any
    /// One of these.
    case tags(Set<EntityTag>)

    /// Reads the field's value; a member that is no tag is a bad request.
    init(_ text: String?) throws(APIProblem) {
        guard let text else {
            self = .absent
            return
        }
        if text == "*" {
            self = .any
            return
        }
        var tags: Set<EntityTag> = []
        for member in text.split(separator: ",") {
            guard let tag = EntityTag(Self.trimmed(member)) else {
                throw .requestInvalid("Write If-Match as * or as entity tags in quotes, as an answer's ETag gave them.")
            }
            tags.insert(tag)
        }
        self = .tags(tags)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0 == " " || $0 == "\t" }
        let end = start.lastIndex { $0 != " " && $0 != "\t" }
        return end.map { start[...$0] } ?? start
    }

    /// What a write demands of the row's version; nil: nothing.
    var demand: (@Sendable (Int64) -> Bool)? {
        switch self {
        case .absent, .any: nil
        case .tags(let tags): { tags.contains(EntityTag(version: $0)) }
        }
    }
}
