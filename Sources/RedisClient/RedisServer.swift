import NIOSSL
import Synchronization

/// A Redis server: where it is, and how to speak TLS with it. All clients of it share one of these.
public final class RedisServer: Sendable {
    let address: RedisAddress
    private let shownTLS: Mutex<RedisTLS?>

    /// A server at an address; one of `rediss://` is not connected to without `tls`.
    public init(_ address: RedisAddress, tls: RedisTLS? = nil) {
        self.address = address
        shownTLS = Mutex(tls)
    }

    /// Speaks TLS this way on every connection made from here on.
    public func use(_ tls: RedisTLS) { shownTLS.withLock { $0 = tls } }

    /// Speaks TLS on a connection made now; nil where the address wants none.
    func tlsHandler() throws -> NIOSSLClientHandler? {
        guard address.isTLS, case .tcp(let host, _) = address.endpoint else { return nil }
        guard let tls = shownTLS.withLock({ $0 }) else { throw RedisError.unavailable("nobody is trusted for TLS") }
        return try tls.handler(for: host)
    }
}
