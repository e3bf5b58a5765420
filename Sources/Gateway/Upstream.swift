import Domain
import NIOCore
import Sessions

/// A server behind the gateway, as one loop reaches it, and what every head towards it says.
struct Upstream {
    let pool: UpstreamPool
    let surroundings: OutboundHead.Surroundings
    /// What becomes of the cookies it sets into a frame.
    let framedCookies: SetCookies
    /// Leads its redirects back; nil where they stay as they are.
    let locations: LocationMap?

    /// The application, which sees its own cookies.
    static func application(of configuration: GatewayConfiguration, _ eventLoop: any EventLoop) -> Upstream {
        let host =
            switch configuration.upstreamHost {
            case .publicAuthority: configuration.publicURL.authority
            case .upstream: configuration.upstream.description
            }
        let address = configuration.upstreamTrust.map { UpstreamAddress.tls(configuration.upstream, $0) }
        return Upstream(
            address ?? .tcp(configuration.upstream), host: host,
            framedCookies: configuration.rewritesCookies ? .framed : .kept,
            locations: configuration.rewritesLocation
                ? LocationMap(configuration.publicURL, upstreams: [(scheme(configuration), configuration.upstream)])
                : nil,
            webSocketOrigin: ownOrigin(configuration), configuration, eventLoop)
    }

    private static func scheme(_ configuration: GatewayConfiguration) -> Origin.Scheme {
        configuration.upstreamTrust == nil ? .http : .https
    }

    /// The origin that the application takes itself to have, by the Host it sees.
    private static func ownOrigin(_ configuration: GatewayConfiguration) -> String? {
        guard configuration.rewritesWebSocketOrigin else { return nil }
        switch configuration.upstreamHost {
        case .publicAuthority: return configuration.publicURL.origin.description
        case .upstream:
            let (scheme, endpoint) = (scheme(configuration), configuration.upstream)
            let isPortSaid = endpoint.port != scheme.defaultPort
            let address = endpoint.description
            return "\(scheme.rawValue)://"
                + (isPortSaid ? address : String(address.dropLast("\(endpoint.port)".count + 1)))
        }
    }

    /// Management, where no cookie counts; nil when it does not listen for this gateway.
    static func management(of configuration: GatewayConfiguration, _ eventLoop: any EventLoop) -> Upstream? {
        configuration.management.map { address in
            Upstream(
                address, host: configuration.publicURL.authority, framedCookies: .dropped, locations: nil,
                webSocketOrigin: nil,
                configuration, eventLoop)
        }
    }

    private init(
        _ address: UpstreamAddress, host: String, framedCookies: SetCookies, locations: LocationMap?,
        webSocketOrigin: String?,
        _ configuration: GatewayConfiguration, _ eventLoop: any EventLoop
    ) {
        pool = UpstreamPool(
            eventLoop: eventLoop, address: address, headLimits: configuration.headLimits,
            connectTimeout: configuration.timeouts.upstreamConnect)
        surroundings = OutboundHead.Surroundings(
            host: host, scheme: configuration.publicURL.origin.scheme.rawValue,
            publicAuthority: configuration.publicURL.authority, passesCookies: framedCookies != .dropped,
            webSocketOrigin: webSocketOrigin)
        self.framedCookies = framedCookies
        self.locations = locations
    }

    /// How the head of its answer becomes the browser's; without a session nobody knows whether that is in a frame.
    func answerHead(under admitted: AdmittedSession?, _ transportSecurity: TransportSecurity) -> AnswerHead {
        let isFramed = admitted?.admission.context == .embedded
        return AnswerHead(
            frameAncestors: admitted?.admission.frameAncestors,
            cookies: isFramed || framedCookies == .dropped ? framedCookies : .kept, locations: locations,
            transportSecurity: transportSecurity)
    }
}
