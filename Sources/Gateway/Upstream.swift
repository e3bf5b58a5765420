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
        let address = configuration.upstreamTrust.map { UpstreamAddress.tls(configuration.upstream, $0) }
        return Upstream(
            address ?? .tcp(configuration.upstream), host: host, passesCookies: true, configuration, eventLoop)
    }

    /// Management, where no cookie counts; nil when it does not listen for this gateway.
    static func management(of configuration: GatewayConfiguration, _ eventLoop: any EventLoop) -> Upstream? {
        configuration.management.map { address in
            Upstream(
                address, host: configuration.publicURL.authority, passesCookies: false, configuration, eventLoop)
        }
    }

    private init(
        _ address: UpstreamAddress, host: String, passesCookies: Bool, _ configuration: GatewayConfiguration,
        _ eventLoop: any EventLoop
    ) {
        pool = UpstreamPool(
            eventLoop: eventLoop, address: address, headLimits: configuration.headLimits,
            connectTimeout: configuration.timeouts.upstreamConnect)
        surroundings = OutboundHead.Surroundings(
            host: host, scheme: configuration.publicURL.origin.scheme.rawValue,
            publicAuthority: configuration.publicURL.authority, passesCookies: passesCookies)
    }
}
