/// What whoever writes last read: optimistic concurrency (RFC 9110 13.1.1).
public enum VersionCondition: Hashable, Sendable {
    /// Whatever it is.
    case any
    /// It is still one of these.
    case oneOf([Int64])

    /// Throws `versionMismatch` when the row has gone on.
    func check(_ version: Int64) throws(DirectoryError) {
        switch self {
        case .any: return
        case .oneOf(let versions): guard versions.contains(version) else { throw .versionMismatch }
        }
    }
}
