import Domain
import HTTPWire
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
        let token = request.fields.token ?? ""
        switch loop.decider.signIn(request.fields, view: loop.view, at: loop.now).outcome {
        case .failure(let failure): throw loop.refusal(of: token, failure)
        case .success(let grant):
            PendingSignIn(
                exchange: exchange, new: NewSession(grant, from: exchange), landing: grant.path.description,
                presented: presented
            ).begin { other in ask(exchange, other, grant, token) }
        }
    }

    /// Shows both accounts and changes nothing: the button posts the same token from here.
    private static func ask(_ exchange: Exchange, _ other: AdmittedSession, _ grant: SignInGrant, _ token: String) {
        exchange.answer(
            SwitchPage.answer(
                from: other,
                to: SwitchPage.name(person: grant.name ?? grant.member?.name, customer: grant.customer),
                sending: SwitchPage.Form(
                    method: "post", action: "/direct_link",
                    fields: [("token", token), ("path", grant.path.description)])))
    }
}

extension NewSession {
    /// The session that a grant makes for the client who sent it.
    fileprivate init(_ grant: SignInGrant, from exchange: Exchange) {
        self.init(
            partner: grant.partner.vendorID, customer: grant.customer.id, member: grant.member?.id, name: grant.name,
            email: grant.email, origin: grant.origin, context: DirectLinkRequest.context(exchange.head),
            mark: TokenMark(
                partner: grant.partner.vendorID, customer: grant.customer.id, jti: grant.jti,
                rememberUntil: grant.rememberUntil),
            userAgent: exchange.head.section.value(.userAgent), clientAddress: exchange.clientAddress)
    }
}
