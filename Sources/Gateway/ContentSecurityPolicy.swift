import HTTPWire

/// Puts one `frame-ancestors` into a Content-Security-Policy and leaves every other directive as it is (CSP3 2.2).
enum ContentSecurityPolicy {
    private typealias Bytes = Substring.UTF8View

    /// Edits each of the comma-separated policies of a field's value, which is taken apart byte by byte, as browsers do.
    static func replacingFrameAncestors(in value: String, with sources: String) -> String {
        value.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            .map { edit(policy: $0, sources) }
            .joined(separator: ",")
    }

    /// In place of the first such directive, at the end where there is none; a browser would ignore a second one.
    private static func edit(policy: Bytes, _ sources: String) -> String {
        let directive = "frame-ancestors \(sources)"
        var seen = false
        let directives = policy.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            .compactMap { text -> String? in
                guard isFrameAncestors(text) else { return String(Substring(text)) }
                defer { seen = true }
                return seen ? nil : String(Substring(text.prefix(while: ASCII.isBlank))) + directive
            }
        let edited = directives.joined(separator: ";")
        if seen { return edited }
        guard let last = edited.utf8.lastIndex(where: { !ASCII.isBlank($0) && $0 != UInt8(ascii: ";") }) else {
            return directive
        }
        return "\(Substring(edited.utf8[...last])); \(directive)"
    }

    private static func isFrameAncestors(_ directive: Bytes) -> Bool {
        let name = directive.drop(while: ASCII.isBlank).prefix { !ASCII.isBlank($0) }
        return Substring(name).lowercased() == "frame-ancestors"
    }
}
