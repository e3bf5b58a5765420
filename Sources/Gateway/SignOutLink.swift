import Domain
import HTTPWire
import OriginPolicy
import Sessions

/// `GET /users/sign_out`: ends the session when the page that links here may, else asks.
enum SignOutLink {
    static func serve(_ exchange: Exchange) {
        RequestPath.guarded(exchange) { () throws(Refusal) in
            guard exchange.head.method == .get else {
                return exchange.refuse(Refusal(.methodNotAllowed), fields: [("Allow", "GET")])
            }
            guard let presented = try RequestPath.presentedCookie(exchange) else {
                return answerWithoutSession(exchange, nil)
            }
            SessionGate.admit(presented, exchange.loop) { outcome in decide(exchange, presented, outcome) }
        }
    }

    private static func decide(
        _ exchange: Exchange, _ presented: PresentedCookie, _ outcome: Result<AdmittedSession, SessionGate.Failure>
    ) {
        let returnTo = try? FormFields(query(exchange.head)).one(["return_to"])  // two: none
        switch outcome {
        case .failure(.unavailable): exchange.refuse(Refusal(.sessionStoreUnavailable))
        case .failure(.ended): answerWithoutSession(exchange, presented)
        case .success(let admitted) where mayEnd(exchange, admitted):
            let pinned = admitted.session.origin
            SignOut.end(exchange, admitted, SignedOut(presented: presented, origin: pinned, returnTo: returnTo))
        case .success(let admitted):
            exchange.answer(
                Answer(200, page: confirmation(admitted, returnTo), fields: [("Cache-Control", "no-store")]))
        }
    }

    /// Says that there is nothing to end. What the application left in the browser goes only where a page of this host
    /// links here: nobody vouches for any other page.
    private static func answerWithoutSession(_ exchange: Exchange, _ presented: PresentedCookie?) {
        var fields: [(name: String, value: String)] = [("Cache-Control", "no-store")]
        if let presented { fields.append(("Set-Cookie", exchange.loop.rules.cookies.clear(presented.context))) }
        if isFromHere(exchange) { fields += Leaving.fields(exchange) }
        exchange.answer(Answer(200, page: SignedOutPage.page(hadSession: false), fields: fields))
    }

    /// The link stands on a page of this host, of the pinned origin or, for direct use, of the effective list.
    private static func mayEnd(_ exchange: Exchange, _ admitted: AdmittedSession) -> Bool {
        if isFromHere(exchange) { return true }
        guard let origin = referringOrigin(exchange) else { return false }
        if origin.description == admitted.session.origin { return true }
        guard admitted.session.context == .direct else { return false }
        let list = EffectiveOriginList(customer: admitted.customer, partner: admitted.partner)
        return OriginPolicy.decide(asked: origin, in: list, requiresOrigin: false, forFrame: true).failure == nil
    }

    private static func isFromHere(_ exchange: Exchange) -> Bool {
        exchange.head.section.value(.secFetchSite, is: "same-origin")
            || referringOrigin(exchange)?.description == exchange.loop.rules.writes.publicOrigin
    }

    private static func referringOrigin(_ exchange: Exchange) -> Origin? {
        exchange.head.section.value(.referer).flatMap { WebAddress($0, exchange.loop.rules.origins) }?.origin
    }

    private static func confirmation(_ admitted: AdmittedSession, _ returnTo: String?) -> Page {
        let field = returnTo.map { "<input type=\"hidden\" name=\"return_to\" value=\"\(HTML.escape($0))\">" } ?? ""
        return Page(
            title: "Sign out?",
            body: """
                <p>You are signed in at \(HTML.escape(admitted.customer.name)).</p>
                <form method="post" action="/sign_out">\(field)<button>Sign out</button></form>
                """,
            Page.Permissions(
                frameAncestors: admitted.admission.frameAncestors,
                formAction: (["'self'"] + (admitted.session.origin.map { [$0] } ?? [])).joined(separator: " ")))
    }

    private static func query(_ head: RequestHead) -> Substring {
        let path = head.section.text(head.pathRange)
        return head.pathAndQuery.dropFirst(path.count + 1)
    }
}
