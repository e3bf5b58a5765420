import Domain
import HTTPWire
import NIOCore
import Sessions
import SignIn

/// The sign-in: a token in, a session and a redirect out.
enum DirectLink {
    static func serve(_ exchange: Exchange) {
        RequestPath.guarded(exchange) { () throws(Refusal) in
            try DirectLinkRequest.checkShape(exchange.head)
            guard exchange.head.method == .post else { return try decide(exchange, form: nil) }
            try FormReader.read(exchange) { form throws(Refusal) in try decide(exchange, form: form) }
        }
    }

    private static func decide(_ exchange: Exchange, form: FormFields?) throws(Refusal) {
        let loop = exchange.loop
        let request = try DirectLinkRequest(exchange.head, form: form)
        let presented = try RequestPath.presentedCookie(exchange)
        switch loop.decider.signIn(request.fields, view: loop.view, at: loop.now).outcome {
        case .failure(let failure): throw loop.refusal(of: request.fields.token ?? "", failure)
        case .success(let grant):
            let signIn = PendingSignIn(
                exchange: exchange, grant: grant, token: request.fields.token ?? "", presented: presented,
                context: DirectLinkRequest.context(exchange.head))
            signIn.mayDisplace ? signIn.askFirst() : signIn.commit()
        }
    }
}

/// A granted sign-in on its way into the session store.
struct PendingSignIn {
    let exchange: Exchange
    let grant: SignInGrant
    let token: String
    let presented: PresentedCookie?
    let context: SessionContext

    /// A direct sign-in from elsewhere must not end another person's direct session unasked.
    var mayDisplace: Bool {
        guard context == .direct, presented?.context == .direct else { return false }
        let section = exchange.head.section
        return !section.value(.secFetchSite, is: "same-origin") && !section.value(.secFetchSite, is: "none")
    }

    /// Shows both accounts, and changes nothing, when the cookie names a live session of someone else.
    func askFirst() {
        guard let presented else { return commit() }
        SessionGate.admit(presented, exchange.loop) { outcome in
            switch outcome {
            case .success(let other) where !isSamePerson(other):
                let page = SwitchPage.page(from: other, to: grant, token: token)
                exchange.answer(Answer(200, page: page, fields: [("Cache-Control", "no-store")]))
            case .success, .failure(.ended): commit()
            case .failure(.unavailable): exchange.refuse(Refusal(.sessionStoreUnavailable))
            }
        }
    }

    /// Claims the token and makes the session in one step, then sends the browser on its way.
    func commit() {
        let loop = exchange.loop
        let cookie = SessionCookie.generate(for: grant.customer.id)
        loop.sessions.create(newSession, cookie: cookie, presented: presented?.cookie, at: loop.now)
            .assumeIsolated().whenComplete { result in
                switch result {
                case .success(.replayed): exchange.refuse(Refusal(.tokenReplayed))
                case .success(.created(_, let ended)): finish(cookie, renewed: false, changesIdentity: !ended.isEmpty)
                case .success(.renewed): finish(cookie, renewed: true, changesIdentity: false)
                case .failure: exchange.refuse(Refusal(.sessionStoreUnavailable))
                }
            }
    }

    private func finish(_ cookie: SessionCookie, renewed: Bool, changesIdentity: Bool) {
        let cookies = exchange.loop.rules.cookies
        var fields = [
            ("Location", grant.path.description), ("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"),
            ("Set-Cookie", cookies.set(context, to: cookie.value.reveal())),
        ]
        if let presented, presented.context != context {
            fields.append(("Set-Cookie", cookies.clear(presented.context)))
        }
        if changesIdentity { fields += Leaving.fields(exchange) }
        GatewayMetrics.signedIn(renewed: renewed)
        exchange.answer(Answer(303, fields: fields))
    }

    private func isSamePerson(_ other: AdmittedSession) -> Bool {
        other.partner.vendorID == grant.partner.vendorID && other.customer.id == grant.customer.id
            && other.member?.id == grant.member?.id
    }

    private var newSession: NewSession {
        NewSession(
            partner: grant.partner.vendorID, customer: grant.customer.id, member: grant.member?.id, name: grant.name,
            email: grant.email, origin: grant.origin, context: context,
            mark: TokenMark(
                partner: grant.partner.vendorID, customer: grant.customer.id, jti: grant.jti,
                rememberUntil: grant.rememberUntil),
            userAgent: exchange.head.section.value(.userAgent), clientAddress: exchange.clientAddress)
    }
}

/// What tells a browser to forget what the application left in it.
enum Leaving {
    static func fields(_ exchange: Exchange) -> [(String, String)] {
        let cookies = SessionCookies(exchange.head, exchange.loop.rules.cookies).others
        return (exchange.loop.configuration.clearSiteData ? [("Clear-Site-Data", "\"storage\"")] : [])
            + cookies.filter(isToken).flatMap(CookieNames.clearEveryWay).map { ("Set-Cookie", $0) }
    }

    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy(ASCII.isTokenCharacter)
    }
}
