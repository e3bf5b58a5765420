/// A text cut where the searched text occurs in it, in whatever case, so that hits can be marked.
enum SearchHits {
    /// The text's parts in order: `text`, `is_hit`.
    static func parts(of text: String, _ search: String?) -> [ConsoleTemplates.Values] {
        let sought = (search ?? "").map { $0.lowercased() }
        let characters = Array(text)
        let folded = characters.map { $0.lowercased() }
        var parts: [ConsoleTemplates.Values] = []
        var (start, index) = (0, 0)
        func add(to end: Int, isHit: Bool) {
            if start < end { parts.append(["text": String(characters[start..<end]), "is_hit": isHit]) }
            start = end
        }
        while !sought.isEmpty, index + sought.count <= folded.count {
            guard folded[index..<(index + sought.count)].elementsEqual(sought) else {
                index += 1
                continue
            }
            add(to: index, isHit: false)
            index += sought.count
            add(to: index, isHit: true)
        }
        add(to: characters.count, isHit: false)
        return parts
    }
}
