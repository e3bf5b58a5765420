import Domain
import HTTPWire
import NIOCore
import Sessions
import SignIn

/// `POST /sign_out`: by the session's own cookie, or by a token that the partner signed.
enum SignOut {
    static func serve(_ exchange: Exchange) {
        RequestPath.guarded(exchange) { () throws(Refusal) in
            switch exchange.head.method {
            case .options: try CrossOrigin.preflight(exchange)
            case .post:
                if FormReader.announces(exchange.head) {
                    try FormReader.read(exchange) { form throws(Refusal) in try serve(exchange, form) }
                } else {
                    try bySession(exchange, returnTo: nil)
                }
            case .get, .head, .put, .delete, .trace, .other:
                exchange.refuse(Refusal(.methodNotAllowed), fields: [("Allow", "POST, OPTIONS")])
            }
        }
    }

    private static func serve(_ exchange: Exchange, _ form: FormFields) throws(Refusal) {
        if let token = try form.one(["token"]) { return try byToken(exchange, token) }
        try bySession(exchange, returnTo: try form.one(["return_to"]))
    }

    /// Ends the session that the cookie names, by the rule for writes. Without one there is nothing to end, and no harm.
    static func bySession(_ exchange: Exchange, returnTo: String?) throws(Refusal) {
        guard let presented = try RequestPath.presentedCookie(exchange) else {
            try exchange.loop.rules.writes.check(exchange.head, pinned: nil, pinnedMayWrite: false)
            return finish(exchange, SignedOut(presented: nil, origin: nil, returnTo: returnTo))
        }
        SessionGate.admit(presented, exchange.loop) { outcome in
            RequestPath.guarded(exchange) { () throws(Refusal) in
                switch outcome {
                case .failure(.unavailable): throw Refusal(.sessionStoreUnavailable)
                case .failure(.ended):
                    try exchange.loop.rules.writes.check(exchange.head, pinned: nil, pinnedMayWrite: false)
                    finish(exchange, SignedOut(presented: presented, origin: nil, returnTo: returnTo))
                case .success(let admitted):
                    let pinned = admitted.session.origin
                    try exchange.loop.rules.writes.check(exchange.head, pinned: pinned, pinnedMayWrite: true)
                    end(exchange, admitted, SignedOut(presented: presented, origin: pinned, returnTo: returnTo))
                }
            }
        }
    }

    /// Ends an admitted session and every former value of its cookie, then answers.
    static func end(_ exchange: Exchange, _ admitted: AdmittedSession, _ signedOut: SignedOut) {
        exchange.loop.sessions.end(admitted.live.place).assumeIsolated().whenComplete { result in
            switch result {
            case .success: exchange.loop.whenAllKnowOfEnds { finish(exchange, signedOut) }
            case .failure: exchange.refuse(Refusal(.sessionStoreUnavailable))
            }
        }
    }

    static func finish(_ exchange: Exchange, _ signedOut: SignedOut) { exchange.answer(signedOut.answer(exchange)) }

    /// Ends the sessions of whom the token names; its `jti` is claimed first, in the same memory as a sign-in's.
    private static func byToken(_ exchange: Exchange, _ token: String) throws(Refusal) {
        let loop = exchange.loop
        let grant: SignOutGrant
        do throws(CheckFailure) {
            grant = try loop.decider.signOut(token: token, view: loop.view, at: loop.now)
        } catch {
            throw loop.refusal(of: token, error)
        }
        let mark = TokenMark(
            partner: grant.partner.vendorID, customer: grant.customer.id, jti: grant.jti,
            rememberUntil: grant.rememberUntil)
        loop.sessions.claim(mark, at: loop.now).assumeIsolated().whenComplete { claimed in
            switch claimed {
            case .success(true): end(exchange, grant)
            case .success(false): exchange.refuse(Refusal(.tokenReplayed))
            case .failure: exchange.refuse(Refusal(.sessionStoreUnavailable))
            }
        }
    }

    private static func end(_ exchange: Exchange, _ grant: SignOutGrant) {
        let loop = exchange.loop
        let selection = SessionSelection(grant)
        loop.sessions.end(selection, at: loop.now).assumeIsolated().whenComplete { ended in
            switch ended {
            case .success(let count):
                let json = JSONText.object([("ended", .number(Int64(count)))])
                loop.whenAllKnowOfEnds {
                    exchange.answer(Answer(200, json: json, fields: [("Cache-Control", "no-store")]))
                }
            case .failure: exchange.refuse(Refusal(.sessionStoreUnavailable))
            }
        }
    }
}

/// A sign-out that has happened, and what the browser is told of it.
struct SignedOut {
    /// The cookie that came along, whether its session lived or not.
    let presented: PresentedCookie?
    /// The pinned origin of the session that ended.
    let origin: String?
    /// Where the page asked to go on.
    let returnTo: String?

    func answer(_ exchange: Exchange) -> Answer {
        let rules = exchange.loop.rules
        var fields: [(name: String, value: String)] = [("Cache-Control", "no-store")]
        if let presented { fields.append(("Set-Cookie", rules.cookies.clear(presented.context))) }
        fields += Leaving.fields(exchange)
        let source = rules.writes.source(of: exchange.head, pinned: origin)
        fields += (try? CrossOrigin.fields(for: source)) ?? []  // a foreign page was refused before this
        if isFetch(exchange.head) { return Answer(204, fields: fields) }
        if let place = Self.place(returnTo, rules: rules, pinned: origin) {
            return Answer(303, fields: fields + [("Location", place)])
        }
        return Answer(200, page: SignedOutPage.page(hadSession: presented != nil), fields: fields)
    }

    private func isFetch(_ head: RequestHead) -> Bool {
        head.method == .delete || head.section.value(.secFetchMode).map { $0 != "navigate" } ?? false
    }

    /// A path on this host, or an address on this host or the pinned origin; nil for anything else.
    private static func place(_ text: String?, rules: GatewayRules, pinned: String?) -> String? {
        guard let text, !text.isEmpty else { return nil }
        if text.first == "/" { return try? LandingPath(text).description }  // nil: it leads elsewhere
        guard let address = WebAddress(text, rules.origins), let path = try? LandingPath(address.rest) else {
            return nil
        }
        let origin = address.origin.description
        return origin == rules.writes.publicOrigin || origin == pinned ? origin + path.description : nil
    }
}

/// An absolute http or https address, taken apart only as far as its origin.
struct WebAddress {
    let origin: Origin
    /// Path, query and fragment; begins with `/`.
    let rest: String

    init?(_ text: String, _ parser: OriginParser) {
        guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return nil }
        let end = text.dropFirst(scheme.count).firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? text.endIndex
        guard let origin = try? parser.origin(String(text[..<end])) else { return nil }  // nil: no plain origin
        self.origin = origin
        rest = text[end...].first == "/" ? String(text[end...]) : "/" + text[end...]
    }
}

/// The page that says so: inert, and anyone may frame it.
enum SignedOutPage {
    static func page(hadSession: Bool) -> Page {
        Page(
            title: "Signed out",
            body: hadSession
                ? "<p>Your session here has ended.</p>"
                : "<p>There was no session here to end. A session inside a frame is ended from the page that frames it.</p>",
            .anyoneMayFrame)
    }
}

extension SessionSelection {
    /// The sessions that a signed sign-out ends.
    init(_ grant: SignOutGrant) {
        switch grant.scope {
        case .customer: self.init(.customer(grant.customer.id))
        case .person(.some(let member)): self.init(.member(member.id, of: grant.customer.id))
        case .person(.none): self.init(.withoutMember(of: grant.customer.id))
        }
    }
}
