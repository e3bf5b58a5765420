import Directory

/// The strong entity tag (RFC 9110 8.8.3) of a row: its version in quotes.
enum EntityTag {
    /// The tag of that version.
    static func text(_ version: Int64) -> String { "\"\(version)\"" }

    /// The version that a tag names; `.some(nil)` for a weak tag or another server's, which no row has; nil when the text
    /// is no tag.
    static func version(_ tag: Substring) -> Int64?? {
        let isWeak = tag.hasPrefix("W/")
        let quoted = isWeak ? tag.dropFirst(2) : tag
        guard quoted.utf8.count >= 2, quoted.first == "\"", quoted.last == "\"" else { return nil }
        let opaque = quoted.dropFirst().dropLast()
        guard !opaque.contains("\"") else { return nil }
        return isWeak ? .some(nil) : .some(Int64(opaque).flatMap { text($0) == quoted ? $0 : nil })
    }
}

extension VersionCondition {
    /// What the field `If-Match` (RFC 9110 13.1.1) demands; nothing where it is not sent. A member that is no tag is a bad
    /// request.
    init(ifMatch text: String?) throws(APIProblem) {
        guard let text, text != "*" else {
            self = .any
            return
        }
        var versions: [Int64] = []
        for member in text.split(separator: ",") {
            guard let version = EntityTag.version(Self.trimmed(member)) else {
                throw .requestInvalid("Write If-Match as * or as entity tags in quotes, as an answer's ETag gave them.")
            }
            if let version { versions.append(version) }
        }
        self = .oneOf(versions)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0 == " " || $0 == "\t" }
        let end = start.lastIndex { $0 != " " && $0 != "\t" }
        return end.map { start[...$0] } ?? start
    }
}
