import Domain
import HTTPWire
import Logging
import NIOCore
import OpenSSLCrypto
import Sessions
import SignIn

/// What one event loop owns: its own view of the directory, sessions, connections to what is behind it, and clients. Never shared.
final class GatewayLoop {
    let eventLoop: any EventLoop
    let configuration: GatewayConfiguration
    let rules: GatewayRules
    /// Makes and ends sessions.
    let sessions: SessionStore
    /// Finds them for requests.
    let cache: SessionCache
    let decider: SignInDecider
    let application: Upstream
    let management: Upstream?
    let logger: Logger
    let clients = ClientRegister()
    let watches = WatchRegister()
    /// Judges the application's servers, on the one loop that does so for all; nil on the others.
    var monitor: HealthMonitor?
    /// Asks them how they fare, there.
    var checks: HealthChecks?
    /// All loops of the gateway, this one too.
    var peers: [NIOLoopBound<GatewayLoop>] = []
    private(set) var shown: ShownView
    /// What new connections are shown.
    var certificate: ServerCertificate?
    var identities: Identities
    var requestIDs = RequestIDs()
    private(set) var isDraining = false
    private var date = HTTPDate()
    private var sweeping: RepeatedTask?
    private let wantsKeys: @Sendable (VendorID) -> Void
    private let clock: @Sendable () -> UnixTime

    private static let sweepInterval = TimeAmount.milliseconds(100)

    init(
        eventLoop: any EventLoop, configuration: GatewayConfiguration, sessions: SessionStore, decider: SignInDecider,
        view: DirectoryView, assertions: AssertionKeys, wantsKeys: @escaping @Sendable (VendorID) -> Void,
        logger: Logger, clock: @escaping @Sendable () -> UnixTime
    ) throws(CryptoError) {
        self.eventLoop = eventLoop
        self.configuration = configuration
        self.sessions = sessions
        let watches = watches
        cache = SessionCache(store: sessions) { watches.heard($0) }
        self.decider = decider
        shown = ShownView(view)
        self.wantsKeys = wantsKeys
        self.logger = logger
        self.clock = clock
        certificate = configuration.certificate
        let terms = AssertionTerms(
            issuer: configuration.publicURL.origin.description, audience: configuration.assertionAudience)
        identities = try Identities(terms, assertions)
        rules = GatewayRules(configuration)
        application = Upstream.application(of: configuration, eventLoop)
        management = Upstream.management(of: configuration, eventLoop)
    }

    var now: UnixTime { clock() }

    /// The Date field's value, made anew once a second.
    var dateText: String { date.text(at: now) }

    /// Takes the view, unless it already has a later one: two that publish at once may come in either order.
    func show(_ view: DirectoryView) {
        if view.sequence >= self.view.sequence { shown = shown.followed(by: view) }
    }

    /// The directory as it is now.
    var view: DirectoryView { shown.view }

    /// Turns a token down; where it names a key that its partner does not have, that is told to who fetches keys.
    func refusal(of token: String, _ failure: CheckFailure) -> Refusal {
        if let partner = SignInDecider.partnerLackingKey(of: token, after: failure, view: view, at: now) {
            wantsKeys(partner)
        }
        return failure.refusal
    }

    /// Listens for ends, and looks after deadlines: coarsely, because a timer for each request would cost more than it tells.
    func start() {
        cache.open()
        let loop = NIOLoopBound(self, eventLoop: eventLoop)
        sweeping = eventLoop.scheduleRepeatedTask(initialDelay: Self.sweepInterval, delay: Self.sweepInterval) { _ in
            loop.value.sweep()
        }
    }

    private func sweep() {
        let now = NIODeadline.now()
        clients.forEach { $0.endIfOverdue(at: now) }
        watches.sweep(at: self.now, in: shown)
        for upstream in [application, management].compactMap(\.self) {
            upstream.closeIdle(olderThan: configuration.timeouts.upstreamAnswer, at: now)
        }
        monitor?.settle(at: now)
    }

    /// Calls back once no loop of this gateway serves a session that ended before this moment.
    func whenAllKnowOfEnds(_ completion: @escaping () -> Void) {
        let known = peers.map { peer in
            peer.eventLoop.flatSubmit {
                let promise = peer.eventLoop.makePromise(of: Void.self)
                peer.value.cache.catchUp { promise.succeed() }
                return promise.futureResult
            }
        }
        EventLoopFuture.andAllComplete(known, on: eventLoop).assumeIsolated().whenComplete { _ in completion() }
    }

    /// What is on its way through.
    var held: Held {
        var held = application.held + (management?.held ?? Held())
        clients.forEach { held = held + $0.held }
        return held
    }

    /// No new request is taken from here on: idle connections close now, the others after the answer they wait for.
    func drain() {
        isDraining = true
        clients.forEach { $0.drain() }
    }

    /// Ends everything at once.
    func end() {
        sweeping?.cancel()
        peers = []
        clients.forEach { $0.abort() }
        endJudging()
        application.closeAll()
        management?.closeAll()
        cache.close()
    }
}

/// What follows from the configuration and never changes while the gateway runs.
final class GatewayRules: Sendable {
    let router: Router
    let hosts: ServedHosts
    let cookies: CookieNames
    let writes: WriteRule
    let clientAddress: ClientAddress
    let origins: OriginParser
    let transportSecurity: TransportSecurity

    init(_ configuration: GatewayConfiguration) {
        let publicURL = configuration.publicURL
        router = Router(publicPaths: configuration.publicPaths, servesAPI: configuration.servesAPI)
        hosts = ServedHosts(publicURL: publicURL, hosts: configuration.hosts)
        cookies = CookieNames(publicURL)
        writes = WriteRule(publicOrigin: publicURL.origin.description)
        clientAddress = ClientAddress(trustedProxies: TrustedProxies(configuration.trustedProxies))
        origins = OriginParser(allowHTTP: configuration.allowsHTTPOrigins)
        transportSecurity = TransportSecurity(maxAge: configuration.transportSecurityAge, publicURL)
    }
}
