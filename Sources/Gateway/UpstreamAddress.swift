import Domain

/// Where a server behind the gateway listens.
public enum UpstreamAddress: Sendable {
    /// On a host and a port.
    case tcp(Endpoint)
    /// The same, by TLS with whoever proves to be that host.
    case tls(Endpoint, UpstreamTrust)
    /// On a Unix socket; the path has at most 107 bytes.
    case unix(path: String)
}
