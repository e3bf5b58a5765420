import Domain

/// The gateway's public address, which alone decides scheme, own origin and cookie names.
public struct PublicURL: Hashable, Sendable {
    /// Scheme, host and port, as browsers send them in `Origin`.
    public let origin: Origin

    /// An https origin, or an http one of a loopback host: the caller's parser saw to that.
    public init(_ origin: Origin) { self.origin = origin }

    /// `host[:port]`, as browsers send it in Host.
    public var authority: String { origin.host + (origin.port.map { ":\($0)" } ?? "") }
    /// Whether browsers reach it by TLS.
    public var isSecure: Bool { origin.scheme == .https }
    /// The port, written or not.
    public var port: Int { Int(origin.port ?? origin.scheme.defaultPort) }
    /// Whether it names this very machine.
    public var isLoopback: Bool { origin.isLoopback }
}
