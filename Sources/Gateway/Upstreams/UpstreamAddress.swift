import Domain

/// Where a server behind the gateway listens.
public enum UpstreamAddress: Sendable, CustomStringConvertible {
    /// On a host and a port.
    case tcp(Endpoint)
    /// The same, by TLS with whoever proves to be that host.
    case tls(Endpoint, UpstreamTrust)
    /// On a Unix socket; the path has at most 107 bytes.
    case unix(path: String)

    /// `http://host:port`, or the same with https; `unix://` and the path.
    public var description: String {
        switch self {
        case .tcp(let endpoint): "http://\(endpoint)"
        case .tls(let endpoint, _): "https://\(endpoint)"
        case .unix(let path): "unix://\(path)"
        }
    }
}
