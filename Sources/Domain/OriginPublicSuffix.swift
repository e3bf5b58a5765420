import CPSL

/// What the public suffix list, with its private section, says of a wildcard's base.
enum OriginPublicSuffix {
    /// Whether a wildcard on `host` would cover names that different people register. `localhost` is never registered.
    static func covers(_ host: String) -> Bool {
        guard host != "localhost" else { return false }
        guard let list = psl_builtin() else { return true }
        return isSuffix(host, list) || isSuffix("any." + host, list)
    }

    /// A name not in the list is a suffix when it is a single label (the list's default rule).
    private static func isSuffix(_ host: String, _ list: OpaquePointer) -> Bool {
        psl_is_public_suffix(list, host) != 0
    }
}
