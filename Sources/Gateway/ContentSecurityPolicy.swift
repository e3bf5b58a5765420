/// Puts one `frame-ancestors` into a Content-Security-Policy and leaves every other directive as it is (CSP3 2.2).
enum ContentSecurityPolicy {
    /// Edits each of the comma-separated policies of a field's value.
    static func replacingFrameAncestors(in value: String, with sources: String) -> String {
        value.split(separator: ",", omittingEmptySubsequences: false)
            .map { edit(policy: $0, sources) }
            .joined(separator: ",")
    }

    /// In place of the first such directive, at the end where there is none; a browser would ignore a second one.
    private static func edit(policy: Substring, _ sources: String) -> String {
        let directive = "frame-ancestors \(sources)"
        var seen = false
        let directives = policy.split(separator: ";", omittingEmptySubsequences: false).compactMap { text -> String? in
            guard isFrameAncestors(text) else { return String(text) }
            defer { seen = true }
            return seen ? nil : String(text.prefix { isBlank($0) }) + directive
        }
        let edited = directives.joined(separator: ";")
        if seen { return edited }
        let kept = edited.reversed().drop { isBlank($0) || $0 == ";" }.reversed()
        return kept.isEmpty ? directive : "\(String(kept)); \(directive)"
    }

    private static func isFrameAncestors(_ directive: Substring) -> Bool {
        directive.drop { isBlank($0) }.prefix { !isBlank($0) }.lowercased() == "frame-ancestors"
    }

    private static func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
}
