import Domain
import HTTPWire
import Logging
import NIOCore
import OpenSSLCrypto
import Sessions

/// A request's way, top to bottom. Each stage takes what only the stage before can make.
enum RequestPath {
    /// Host and route: whose request is this?
    static func walk(_ exchange: Exchange) {
        guarded(exchange) { () throws(Refusal) in
            let rules = exchange.loop.rules
            try checkHead(exchange.head, rules, bodyLimit: exchange.loop.configuration.bodyLimit)
            let route = rules.router.route(exchange.head)
            try checkUpgrade(exchange, route)
            switch route {
            case .directLink: DirectLink.serve(exchange)
            case .signOut: SignOut.serve(exchange)
            case .signOutLink: SignOutLink.serve(exchange)
            case .session: SessionEndpoint.serve(exchange)
            case .enter: Enter.serve(exchange)
            case .keySet: KeySet.serve(exchange)
            case .nothing: throw Refusal(.notFound)
            case .api: try serveAPI(exchange)
            case .publicPath: try forward(exchange, as: nil, to: exchange.loop.application)
            case .application: try admit(exchange, then: serveApplication)
            case .workspace: try admit(exchange, then: serveWorkspace)
            }
        }
    }

    /// Session: the one live session that the request's cookie names, with what the directory says of it now.
    static func admit(
        _ exchange: Exchange, then next: @escaping (Exchange, AdmittedSession) throws(Refusal) -> Void
    ) throws(Refusal) {
        guard let presented = try presentedCookie(exchange) else { throw Refusal(.sessionMissing) }
        SessionGate.admit(presented, exchange.loop) { outcome in
            switch outcome {
            case .success(let admitted):
                guarded(exchange) { () throws(Refusal) in try next(exchange, admitted) }
            case .failure(.ended):
                exchange.refuse(
                    Refusal(.sessionExpired),
                    fields: [("Set-Cookie", exchange.loop.rules.cookies.clear(presented.context))])
            case .failure(.unavailable):
                exchange.refuse(Refusal(.sessionStoreUnavailable))
            }
        }
    }

    /// The one cookie of ours; two, or one spelt oddly, are refused and cleared.
    static func presentedCookie(_ exchange: Exchange) throws(Refusal) -> PresentedCookie? {
        try SessionCookies(exchange.head, exchange.loop.rules.cookies).one()
    }

    /// Runs a stage and answers the refusal it throws.
    static func guarded(_ exchange: Exchange, _ stage: () throws(Refusal) -> Void) {
        do throws(Refusal) { try stage() } catch { refuse(exchange, error) }
    }

    private static func refuse(_ exchange: Exchange, _ refusal: Refusal) {
        var fields: [(name: String, value: String)] = []
        if refusal.code == .requestAmbiguous {
            let cookies = SessionCookies(exchange.head, exchange.loop.rules.cookies)
            let unclear = cookies.areAmbiguous ? Set(cookies.names).sorted() : []
            fields = unclear.flatMap(CookieNames.clearEveryWay).map { ("Set-Cookie", $0) }
        }
        if refusal.code == .methodNotAllowed {
            fields.append(("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"))
        }
        if refusal.code == .httpRequestInvalid, exchange.head.section.first(.secWebSocketVersion) != nil {
            fields.append(("Sec-WebSocket-Version", "13"))
        }
        exchange.refuse(refusal, fields: fields)
    }

    private static func checkHead(
        _ head: RequestHead, _ rules: GatewayRules, bodyLimit: Int?
    ) throws(Refusal) {
        guard rules.hosts.serve(head.hostRange, of: head.section) else { throw Refusal(.hostNotServed) }
        if case .absolute(let authority) = head.targetForm, !rules.hosts.serve(authority, of: head.section) {
            throw Refusal(.hostNotServed)
        }
        if head.method == .trace { throw Refusal(.methodNotAllowed) }
        if case .length(let length) = head.framing, let bodyLimit, length > bodyLimit {
            throw Refusal(.bodyTooLarge)
        }
        if let expect = head.section.value(.expect), expect.lowercased() != "100-continue" {
            throw Refusal(.expectationFailed)
        }
    }

    /// A WebSocket is asked for properly, and where one can be had; or none is.
    private static func checkUpgrade(_ exchange: Exchange, _ route: Route) throws(Refusal) {
        exchange.webSocket = try WebSocketRequest(exchange.head)
        guard exchange.webSocket == nil || route == .application else {
            throw Refusal(.httpRequestInvalid, "Open WebSockets on the application's paths that need a session.")
        }
    }

    private static func serveApplication(_ exchange: Exchange, _ admitted: AdmittedSession) throws(Refusal) {
        let loop = exchange.loop
        try serve(
            exchange, admitted, pinnedMayWrite: loop.configuration.pinnedOriginWrites, through: loop.application)
    }

    /// The workspace's own pages: under a session like the application's, but written to from this host alone.
    private static func serveWorkspace(_ exchange: Exchange, _ admitted: AdmittedSession) throws(Refusal) {
        guard let management = exchange.loop.management else { throw Refusal(.notFound) }
        try serve(exchange, admitted, pinnedMayWrite: false, through: management)
    }

    /// Origin: may the page that sent this write here?
    private static func serve(
        _ exchange: Exchange, _ admitted: AdmittedSession, pinnedMayWrite: Bool, through upstream: Upstream
    ) throws(Refusal) {
        let writes = exchange.loop.rules.writes
        let pinned = admitted.admission.pinned
        if exchange.webSocket == nil {
            try writes.check(exchange.head, pinned: pinned, pinnedMayWrite: pinnedMayWrite)
        } else {
            try writes.checkSource(exchange.head, pinned: pinned, pinnedMayWrite: pinnedMayWrite)
        }
        exchange.loop.cache.touch(admitted.live, at: exchange.loop.now)
        try forward(exchange, as: admitted, to: upstream)
    }

    /// The management API judges by the token alone: no session is looked up and no cookie goes there.
    private static func serveAPI(_ exchange: Exchange) throws(Refusal) {
        guard let management = exchange.loop.management else { throw Refusal(.notFound) }
        exchange.refusesInJSON = true
        try forward(exchange, as: nil, to: management)
    }

    /// Upstream, outbound head, answer head, relay.
    private static func forward(
        _ exchange: Exchange, as admitted: AdmittedSession?, to upstream: Upstream
    ) throws(Refusal) {
        let identity = try identity(of: admitted, exchange.loop)
        let answerHead = upstream.answerHead(under: admitted, exchange.loop.rules.transportSecurity)
        Relay.start(exchange, as: identity, answerHead, to: upstream, under: admitted)
    }

    /// Who is asking, as the server behind is told; nobody without a session.
    private static func identity(
        of admitted: AdmittedSession?, _ loop: GatewayLoop
    ) throws(Refusal) -> ByteBuffer? {
        guard let admitted else { return nil }
        do throws(CryptoError) {
            return try loop.identities.fields(of: admitted.admission, at: loop.now)
        } catch {
            loop.logger.error("assertion cannot be signed", metadata: ["error": "\(error)"])
            throw Refusal(.internalError)
        }
    }
}
