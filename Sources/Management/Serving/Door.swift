import Domain
import Hummingbird

/// Where requests come in.
public enum Door: Hashable, Sendable {
    /// The admin listener: every token counts.
    case admin(Endpoint)
    /// The gateway's own socket for `/api/…`: only partners' tokens count, and the gateway names client and request.
    case gateway(socketPath: String)

    /// Whether the operator's tokens count here.
    var admitsOperator: Bool {
        switch self {
        case .admin: true
        case .gateway: false
        }
    }

    /// Whether `X-Request-Id` and `X-Forwarded-For` are the gateway's own words.
    var isBehindGateway: Bool {
        switch self {
        case .admin: false
        case .gateway: true
        }
    }

    /// What the server binds to.
    var address: BindAddress {
        switch self {
        case .admin(let endpoint): .hostname(endpoint.host, port: Int(endpoint.port))
        case .gateway(let path): .unixDomainSocket(path: path)
        }
    }
}
