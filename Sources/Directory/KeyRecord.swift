import Domain

/// A signing key as the directory keeps it.
public struct KeyRecord: Hashable, Sendable {
    /// Where a key came from.
    public enum Source: String, Hashable, Sendable, CaseIterable {
        /// Somebody registered it.
        case registered
        /// It was fetched from the partner's JWKS URL.
        case jwks
    }

    /// What the data plane sees of it.
    public let key: SigningKey
    /// Where it came from.
    public let source: Source
    /// When it was registered or first fetched.
    public let createdAt: UnixTime
}
