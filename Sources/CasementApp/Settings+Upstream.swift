import Domain

extension Settings {
    /// The application's address.
    public struct Upstream: Hashable, Sendable, CustomStringConvertible {
        /// Whether TLS is spoken there.
        public let isTLS: Bool
        /// The host and port; the port is 80 or 443 when it is not written.
        public let endpoint: Endpoint

        /// Joins a scheme, a host and a port.
        public init(isTLS: Bool, endpoint: Endpoint) {
            self.isTLS = isTLS
            self.endpoint = endpoint
        }

        /// Reads `http://host[:port]` or `https://host[:port]`, a trailing slash forgiven; nil for anything else.
        init?(_ text: String) {
            let isTLS = text.hasPrefix("https://")
            guard isTLS || text.hasPrefix("http://") else { return nil }
            let rest = text.dropFirst(isTLS ? 8 : 7)
            let host = rest.hasSuffix("/") ? rest.dropLast() : rest
            guard let endpoint = Endpoint(String(host), defaultPort: isTLS ? 443 : 80), endpoint.port > 0 else {
                return nil
            }
            self.init(isTLS: isTLS, endpoint: endpoint)
        }

        /// `http://host:port`.
        public var description: String { "\(isTLS ? "https" : "http")://\(endpoint)" }
    }
}
