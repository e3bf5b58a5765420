import Domain
import Hummingbird

/// Where requests come in.
public enum Door: Hashable, Sendable {
    /// The admin listener: every token counts.
    case admin(Endpoint)
    /// The gateway's own socket: the gateway says who is in a workspace, and names client and request. Of tokens only
    /// partners' count, and those only where the API is served there.
    case gateway(socketPath: String, servesAPI: Bool)

    /// Whether the operator's tokens count here.
    var admitsOperator: Bool {
        switch self {
        case .admin: true
        case .gateway: false
        }
    }

    /// Whether the API is served here.
    var servesAPI: Bool {
        switch self {
        case .admin: true
        case .gateway(_, let servesAPI): servesAPI
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
        case .gateway(let path, _): .unixDomainSocket(path: path)
        }
    }
}
