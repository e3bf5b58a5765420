import Domain

/// The value of the CSP directive `frame-ancestors` (CSP Level 3 section 6.4.2).
public enum FrameAncestors {
    /// `'self'`, the pinned origin, and the origins that may frame the partner's page; for a direct session `'self'` alone.
    ///
    /// The pinned origin is serialised, as sessions keep it.
    public static func sources(pinned: String?, outer: OriginList) -> String {
        guard let pinned else { return "'self'" }
        let own = "'self' " + pinned
        if outer.entries.isEmpty { return own }
        return ([own] + outer.entries.map(\.description).filter { $0 != pinned }).joined(separator: " ")
    }
}
