import Domain

/// The value of the CSP directive `frame-ancestors` (CSP Level 3 section 6.4.2).
public enum FrameAncestors {
    /// `'self'`, the pinned origin, and the origins that may frame the partner's page; for a direct session `'self'` alone.
    public static func sources(pinned: Origin?, outer: OriginList) -> String {
        guard let pinned else { return "'self'" }
        let others = outer.entries.filter { $0 != .origin(pinned) }
        return (["'self'", pinned.description] + others.map(\.description)).joined(separator: " ")
    }
}
