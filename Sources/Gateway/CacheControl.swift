/// Keeps answers under a session out of shared caches (RFC 9111 5.2.2).
enum CacheControl {
    /// `private, no-cache` for HTML unless `no-store`; else without `public` and `s-maxage`, which become `private`.
    static func edit(_ value: String?, isHTML: Bool) -> String? {
        guard let value else { return isHTML ? "private, no-cache" : nil }
        let directives = directives(value)
        let names = directives.map(name)
        if names.contains("no-store") { return value }
        if isHTML { return "private, no-cache" }
        guard names.contains("public") || names.contains("s-maxage") else { return value }
        let kept = zip(directives, names).filter { !["public", "s-maxage", "private"].contains($1) }.map(\.0)
        return (["private"] + kept).joined(separator: ", ")
    }

    /// Whether a cache must ask before each use, or keep nothing.
    static func isStrict(_ value: String?) -> Bool {
        directives(value).contains { ["no-cache", "no-store"].contains($0.lowercased()) }
    }

    private static func directives(_ value: String?) -> [String] {
        (value ?? "").split(separator: ",").map(trimmed).filter { !$0.isEmpty }
    }

    private static func name(_ directive: String) -> String { directive.prefix { $0 != "=" }.lowercased() }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
