import Domain
import NIOCore
import Sessions

/// Servers behind the gateway that stand in for one another, as one loop reaches them.
final class Upstream {
    /// At least one.
    let servers: [UpstreamServer]
    /// How long connecting may take for one request, whatever number of servers that needs.
    let connectBudget: TimeAmount
    /// What becomes of the cookies they set into a frame.
    private let framedCookies: SetCookies
    /// Leads their redirects back; nil where they stay as they are.
    private let locations: LocationMap?
    private var order = LeastConnections()

    /// The application, which sees its own cookies.
    static func application(of configuration: GatewayConfiguration, _ eventLoop: any EventLoop) -> Upstream {
        let scheme: Origin.Scheme = configuration.upstreamTrust == nil ? .http : .https
        let servers = configuration.upstreams.map { endpoint in
            let address = configuration.upstreamTrust.map { UpstreamAddress.tls(endpoint, $0) } ?? .tcp(endpoint)
            return (address: address, authority: configuration.authority(of: endpoint, scheme))
        }
        return Upstream(
            servers, framedCookies: configuration.rewritesCookies ? .framed : .kept,
            locations: configuration.rewritesLocation
                ? LocationMap(configuration.publicURL, upstreams: configuration.upstreams.map { (scheme, $0) }) : nil,
            configuration, eventLoop)
    }

    /// Management, where no cookie counts; nil when it does not listen for this gateway.
    static func management(of configuration: GatewayConfiguration, _ eventLoop: any EventLoop) -> Upstream? {
        configuration.management.map { address in
            Upstream(
                [
                    (
                        address: address,
                        authority: Authority(host: configuration.publicURL.authority, webSocketOrigin: nil)
                    )
                ],
                framedCookies: .dropped, locations: nil, configuration, eventLoop)
        }
    }

    private init(
        _ servers: [(address: UpstreamAddress, authority: Authority)], framedCookies: SetCookies,
        locations: LocationMap?,
        _ configuration: GatewayConfiguration, _ eventLoop: any EventLoop
    ) {
        self.servers = servers.enumerated().map { index, server in
            UpstreamServer(
                index,
                pool: UpstreamPool(eventLoop: eventLoop, address: server.address, headLimits: configuration.headLimits),
                surroundings: OutboundHead.Surroundings(
                    host: server.authority.host, scheme: configuration.publicURL.origin.scheme.rawValue,
                    publicAuthority: configuration.publicURL.authority, passesCookies: framedCookies != .dropped,
                    webSocketOrigin: server.authority.webSocketOrigin))
        }
        connectBudget = configuration.timeouts.upstreamConnect
        self.framedCookies = framedCookies
        self.locations = locations
    }

    /// The server for a request.
    func choose() -> UpstreamServer { servers.count > 1 ? choose(except: []) ?? servers[0] : servers[0] }

    /// The server for a request, or for its next attempt: of those it has not tried, the one with the fewest requests in
    /// flight that is not out. Where all are out they are all in, because being out is a guess, and a wrong one must not
    /// turn a working application off. Nil when all were tried.
    func choose(except tried: Set<Int>) -> UpstreamServer? {
        let left = { (index: Int) in tried.contains(index) ? nil : self.servers[index].pool.load }
        let index =
            order.choose(below: servers.count) { servers[$0].isOut ? nil : left($0) }
            ?? order.choose(below: servers.count, load: left)
        return index.map { servers[$0] }
    }

    /// How the head of an answer becomes the browser's; without a session nobody knows whether that is in a frame.
    func answerHead(under admitted: AdmittedSession?, _ transportSecurity: TransportSecurity) -> AnswerHead {
        let isFramed = admitted?.admission.context == .embedded
        return AnswerHead(
            frameAncestors: admitted?.admission.frameAncestors,
            cookies: isFramed || framedCookies == .dropped ? framedCookies : .kept, locations: locations,
            transportSecurity: transportSecurity)
    }

    /// What all connections hold in memory.
    var held: Held { servers.reduce(Held()) { $0 + $1.pool.held } }

    /// Closes the connections that have been free for so long.
    func closeIdle(olderThan age: TimeAmount, at now: NIODeadline) {
        servers.forEach { $0.pool.closeIdle(olderThan: age, at: now) }
    }

    /// Closes all that are free.
    func closeAll() { servers.forEach { $0.pool.closeAll() } }

    /// Tells how the servers fare to who judges them for all loops; nil: to nobody.
    func judge(by monitor: NIOLoopBound<HealthMonitor>?) { servers.forEach { $0.monitor = monitor } }

    /// Trusts others from here on, on new connections.
    func trust(_ trust: UpstreamTrust) { servers.forEach { $0.pool.trust(trust) } }
}

/// What a server takes itself to be.
private struct Authority {
    /// Its Host.
    let host: String
    /// Its origin, which a handshake's Origin becomes; nil: that stays.
    let webSocketOrigin: String?
}

extension GatewayConfiguration {
    fileprivate func authority(of endpoint: Endpoint, _ scheme: Origin.Scheme) -> Authority {
        switch upstreamHost {
        case .publicAuthority:
            return Authority(
                host: publicURL.authority, webSocketOrigin: rewritesWebSocketOrigin ? "\(publicURL.origin)" : nil)
        case .upstream:
            let authority = "\(endpoint)"
            let isPortSaid = endpoint.port != scheme.defaultPort
            let name = isPortSaid ? authority : String(authority.dropLast(":\(endpoint.port)".count))
            return Authority(
                host: authority, webSocketOrigin: rewritesWebSocketOrigin ? "\(scheme.rawValue)://\(name)" : nil)
        }
    }
}
