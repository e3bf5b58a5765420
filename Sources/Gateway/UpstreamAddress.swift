import Domain

/// Where a server behind the gateway listens.
public enum UpstreamAddress: Hashable, Sendable {
    /// On a host and a port.
    case tcp(Endpoint)
    /// On a Unix socket; the path has at most 107 bytes.
    case unix(path: String)
}
