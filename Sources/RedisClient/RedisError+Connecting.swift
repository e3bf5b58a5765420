import NIOCore
import NIOPosix
import NIOSSL

extension RedisError {
    /// What a socket, or TLS on it, threw.
    init(thrown error: any Error) {
        switch error {
        case let error as RedisError: self = error
        case let error as NIOConnectionError: self = .unavailable(error.reason)
        case ChannelError.connectTimeout: self = .unavailable("nothing answers at that address")
        case NIOSSLError.uncleanShutdown: self = .connectionLost
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            self = .unavailable(TLSFailure(error).rawValue)
        case let error as IOError: self = .unavailable("\(error)")
        default: self = .connectionLost
        }
    }
}

/// Why TLS was not agreed upon with a server; the raw value says so to an operator.
private enum TLSFailure: String {
    case untrusted = "the server's certificate has expired, or leads to no trusted authority: is its own trusted?"
    case wrongHost = "the server's certificate names another host: connect to it by a name that it holds"
    case noTLS = "the server does not speak TLS on this port"
    case refused = "the server refuses our certificate, or wants one"
    case noHandshake = "no TLS handshake with the server"

    init(_ error: any Error) {
        let text = "\(error)"
        switch error {
        case is NIOSSLExtraError: self = .wrongHost
        case _ where text.contains("CERTIFICATE_VERIFY_FAILED"): self = .untrusted
        case _ where text.contains("WRONG_VERSION_NUMBER"): self = .noTLS
        // An alert is what the other side says (RFC 8446 6).
        case _ where text.contains("_ALERT_"): self = .refused
        default: self = .noHandshake
        }
    }
}

extension NIOConnectionError {
    /// The first address' failure, or that the name has none.
    fileprivate var reason: String {
        connectionErrors.first.map { "\($0.error)" } ?? "the host \(host) has no address"
    }
}
