import Domain
import HTTPWire
import NIOCore
import Sessions

/// `GET /casement/enter`: a ticket of the console's in, a direct session in a customer's workspace out.
enum Enter {
    private static let action = "/casement/enter"
    private static let landing = "/casement/workspace/settings"

    static func serve(_ exchange: Exchange) {
        RequestPath.guarded(exchange) { () throws(Refusal) in
            guard exchange.head.method == .get else {
                return exchange.refuse(Refusal(.methodNotAllowed), fields: [("Allow", "GET")])
            }
            try checkShape(exchange.head)
            let code = try code(in: exchange.head)
            let presented = try RequestPath.presentedCookie(exchange)
            redeem(code, exchange, presented)
        }
    }

    /// Only a tab of its own keeps the session's cookie.
    private static func checkShape(_ head: RequestHead) throws(Refusal) {
        try Navigation.check(head, opening: "a workspace")
        guard head.section.value(.secFetchDest) ?? "document" == "document" else {
            throw Refusal(.httpRequestInvalid, "Open a workspace in a tab of its own, not in a frame.")
        }
    }

    private static func code(in head: RequestHead) throws(Refusal) -> OneUseCode {
        let query = head.pathAndQuery.dropFirst(action.count + 1)
        guard let text = try FormFields(query).one(["ticket"]) else {
            throw Refusal(.tokenMissing, "Switch to an account from the console: it adds the ticket.")
        }
        guard let code = OneUseCode(text) else {
            throw Refusal(.tokenMalformed, "Switch to the account from the console again: this is no ticket.")
        }
        return code
    }

    /// Takes the ticket; whatever becomes of it, it works no second time.
    private static func redeem(_ code: OneUseCode, _ exchange: Exchange, _ presented: PresentedCookie?) {
        exchange.loop.sessions.tickets.redeem(code).assumeIsolated().whenComplete { result in
            RequestPath.guarded(exchange) { () throws(Refusal) in
                switch result {
                case .success(let ticket?): try enter(ticket, code, exchange, presented)
                case .success(nil):
                    throw Refusal(
                        .tokenExpired,
                        "Switch to the account from the console again: a ticket works once, within a minute.")
                case .failure: throw Refusal(.sessionStoreUnavailable)
                }
            }
        }
    }

    private static func enter(
        _ ticket: WorkspaceTicket, _ code: OneUseCode, _ exchange: Exchange, _ presented: PresentedCookie?
    ) throws(Refusal) {
        guard
            let visitor = Visitor(
                of: ticket.partner, customer: ticket.customer, member: ticket.member, manager: ticket.manager,
                view: exchange.loop.view)
        else {
            throw Refusal(.memberNotFound, "Look in the console: this account, or your place in it, is gone.")
        }
        PendingSignIn(
            exchange: exchange, new: NewSession(ticket, code, from: exchange), landing: landing, presented: presented
        ).begin { other in ask(exchange, other, ticket, visitor.customer) }
    }

    /// Shows both accounts. The ticket is used up, so the button sends a new one from here.
    private static func ask(
        _ exchange: Exchange, _ other: AdmittedSession, _ ticket: WorkspaceTicket, _ customer: Customer
    ) {
        exchange.loop.sessions.tickets.issue(ticket).assumeIsolated().whenComplete { result in
            switch result {
            case .success(let code):
                exchange.answer(
                    SwitchPage.answer(
                        from: other, to: SwitchPage.name(person: ticket.name, customer: customer),
                        sending: SwitchPage.Form(
                            method: "get", action: action, fields: [("ticket", code.value.reveal())])))
            case .failure: exchange.refuse(Refusal(.sessionStoreUnavailable))
            }
        }
    }
}

extension NewSession {
    /// The session that a ticket makes for the client who brought it.
    fileprivate init(_ ticket: WorkspaceTicket, _ code: OneUseCode, from exchange: Exchange) {
        self.init(
            partner: ticket.partner, customer: ticket.customer, member: ticket.member, manager: ticket.manager,
            name: ticket.name, email: ticket.email, origin: nil, context: .direct,
            mark: TokenMark(
                partner: ticket.partner, customer: ticket.customer, jti: "ticket:" + code.hash,
                rememberUntil: exchange.loop.now),
            userAgent: exchange.head.section.value(.userAgent), clientAddress: exchange.clientAddress)
    }
}
