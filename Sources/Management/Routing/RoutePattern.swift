/// A path with places for ids, as `/api/managed_users/:id/members/:member_id`.
struct RoutePattern: Hashable, Sendable {
    private enum Segment: Hashable {
        case literal(String)
        case place(String)
    }

    /// The pattern as it was written.
    let text: String
    private let segments: [Segment]

    /// Reads a pattern; a segment that begins with `:` is a place.
    init(_ text: String) {
        self.text = text
        segments = Self.split(text).map { segment in
            segment.first == ":" ? .place(String(segment.dropFirst())) : .literal(String(segment))
        }
    }

    /// What stands in the places of a raw path, not decoded; nil where the path is another. Compared byte for byte, on
    /// whole segments; no place is empty.
    func match(_ path: [Substring]) -> [String: Substring]? {
        guard path.count == segments.count else { return nil }
        var places: [String: Substring] = [:]
        for (segment, part) in zip(segments, path) {
            switch segment {
            case .literal(let text): guard text.utf8.elementsEqual(part.utf8) else { return nil }
            case .place(let name):
                guard !part.isEmpty else { return nil }
                places[name] = part
            }
        }
        return places
    }

    /// How many segments stand fast: of two patterns that match, the one with more is meant.
    var literals: Int {
        segments.count { segment in
            switch segment {
            case .literal: true
            case .place: false
            }
        }
    }

    /// The segments after the first `/`.
    static func split(_ path: some StringProtocol) -> [Substring] {
        Substring(path).dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    }
}
