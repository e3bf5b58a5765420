import Domain
import NIOCore

/// A server behind the gateway, as one loop reaches it, and what every head towards it says.
struct Upstream {
    let pool: UpstreamPool
    let surroundings: OutboundHead.Surroundings

    /// The application, which sees its own cookies.
    static func application(of configuration: GatewayConfiguration, _ eventLoop: any EventLoop) -> Upstream {
        let host =
            switch configuration.upstreamHost {
            case .publicAuthority: configuration.publicURL.authority
            case .upstream: configuration.upstream.description
            }
        return Upstream(
            .tcp(configuration.upstream), host: host, passesCookies: true, webSocketOrigin: ownOrigin(configuration),
            configuration, eventLoop)
    }

    /// The origin that the application takes itself to have, by the Host it sees.
    private static func ownOrigin(_ configuration: GatewayConfiguration) -> String? {
        guard configuration.rewritesWebSocketOrigin else { return nil }
        switch configuration.upstreamHost {
        case .publicAuthority: return configuration.publicURL.origin.description
        case .upstream:
            let address = configuration.upstream.description
            return "http://" + (configuration.upstream.port == 80 ? String(address.dropLast(3)) : address)
        }
    }

    /// Management, where no cookie counts; nil when it does not listen for this gateway.
    static func management(of configuration: GatewayConfiguration, _ eventLoop: any EventLoop) -> Upstream? {
        configuration.management.map { address in
            Upstream(
                address, host: configuration.publicURL.authority, passesCookies: false, webSocketOrigin: nil,
                configuration, eventLoop)
        }
    }

    private init(
        _ address: UpstreamAddress, host: String, passesCookies: Bool, webSocketOrigin: String?,
        _ configuration: GatewayConfiguration, _ eventLoop: any EventLoop
    ) {
        pool = UpstreamPool(
            eventLoop: eventLoop, address: address, headLimits: configuration.headLimits,
            connectTimeout: configuration.timeouts.upstreamConnect)
        surroundings = OutboundHead.Surroundings(
            host: host, scheme: configuration.publicURL.origin.scheme.rawValue,
            publicAuthority: configuration.publicURL.authority, passesCookies: passesCookies,
            webSocketOrigin: webSocketOrigin)
    }
}
