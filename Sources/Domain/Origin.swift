/// A web origin as the WHATWG URL standard serialises it: scheme, host of A-labels or IPv4, port unless the scheme's own.
public struct Origin: Hashable, Sendable, CustomStringConvertible {
    /// The schemes an origin may have.
    public enum Scheme: String, Hashable, Sendable, CaseIterable {
        case https
        case http

        /// The port that is left out when serialised.
        public var defaultPort: UInt16 {
            switch self {
            case .https: 443
            case .http: 80
            }
        }
    }

    /// Its scheme.
    public let scheme: Scheme
    /// Lower-case A-labels or dotted IPv4.
    public let host: String
    /// Nil when it is the scheme's own.
    public let port: UInt16?

    init(scheme: Scheme, host: String, port: UInt16?) {
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// The serialised origin, as a browser sends it in `Origin`.
    public var description: String {
        "\(scheme.rawValue)://\(host)" + (port.map { ":\($0)" } ?? "")
    }
}
