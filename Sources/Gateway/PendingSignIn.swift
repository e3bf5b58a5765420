import Domain
import HTTPWire
import NIOCore
import Sessions

/// A granted sign-in on its way into the session store.
struct PendingSignIn {
    let exchange: Exchange
    let new: NewSession
    /// The path and query to land on.
    let landing: String
    let presented: PresentedCookie?

    /// Makes the session, or where that would end another person's direct one unasked, has `ask` answer first.
    func begin(orAsk ask: @escaping (AdmittedSession) -> Void) {
        guard let presented, mayDisplace else { return commit() }
        SessionGate.admit(presented, exchange.loop) { outcome in
            switch outcome {
            case .success(let other) where !isSamePerson(other.session): ask(other)
            case .success, .failure(.ended): commit()
            case .failure(.unavailable): exchange.refuse(Refusal(.sessionStoreUnavailable))
            }
        }
    }

    /// Whether a page from elsewhere sent a browser that is signed in for direct use already.
    private var mayDisplace: Bool {
        guard new.context == .direct, presented?.context == .direct else { return false }
        let section = exchange.head.section
        return !section.value(.secFetchSite, is: "same-origin") && !section.value(.secFetchSite, is: "none")
    }

    /// A manager is the same person at every customer.
    private func isSamePerson(_ other: Session) -> Bool {
        guard other.partner == new.partner, other.manager == new.manager else { return false }
        return new.manager != nil || (other.customer == new.customer && other.member == new.member)
    }

    /// Claims the token and makes the session in one step, then sends the browser on its way.
    private func commit() {
        let loop = exchange.loop
        let cookie = SessionCookie.generate(for: new.customer)
        loop.sessions.create(new, cookie: cookie, presented: presented?.cookie, at: loop.now) { result in
            switch result {
            case .success(.replayed): exchange.refuse(Refusal(.tokenReplayed))
            case .success(.created(_, ended: [])): finish(cookie, renewed: false, changesIdentity: false)
            case .success(.created):
                loop.whenAllKnowOfEnds { finish(cookie, renewed: false, changesIdentity: true) }
            case .success(.renewed): finish(cookie, renewed: true, changesIdentity: false)
            case .failure: exchange.refuse(Refusal(.sessionStoreUnavailable))
            }
        }
    }

    private func finish(_ cookie: SessionCookie, renewed: Bool, changesIdentity: Bool) {
        let cookies = exchange.loop.rules.cookies
        var fields: [(name: String, value: String)] = [
            ("Location", landing), ("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"),
            ("Set-Cookie", cookies.set(new.context, to: cookie.value.reveal())),
        ]
        if let presented, presented.context != new.context {
            fields.append(("Set-Cookie", cookies.clear(presented.context)))
        }
        if changesIdentity { fields += Leaving.fields(exchange) }
        GatewayMetrics.signedIn(renewed: renewed)
        exchange.answer(Answer(303, fields: fields))
    }
}
