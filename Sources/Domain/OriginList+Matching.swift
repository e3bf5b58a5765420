extension OriginList.Entry {
    /// Whether the entry allows the origin: the same one, or for a wildcard one or more labels more, as in CSP Level 3 6.7.2.
    public func allows(_ origin: Origin) -> Bool {
        switch self {
        case .origin(let own): own == origin
        case .wildcard(let base):
            base.scheme == origin.scheme && base.port == origin.port
                && origin.host.utf8.count > base.host.utf8.count + 1
                && origin.host.hasSuffix("." + base.host)
        }
    }
}
