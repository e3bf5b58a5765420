import Domain
import HTTPWire
import Sessions

/// `/casement/session`: who is signed in, and how to end it.
enum SessionEndpoint {
    static func serve(_ exchange: Exchange) {
        RequestPath.guarded(exchange) { () throws(Refusal) in
            switch exchange.head.method {
            case .get, .head: try RequestPath.admit(exchange, then: show)
            case .delete: try SignOut.bySession(exchange, returnTo: nil)
            case .options: try CrossOrigin.preflight(exchange)
            case .post, .put, .trace, .other:
                exchange.refuse(Refusal(.methodNotAllowed), fields: [("Allow", "GET, HEAD, DELETE, OPTIONS")])
            }
        }
    }

    private static func show(_ exchange: Exchange, _ admitted: AdmittedSession) throws(Refusal) {
        let pinned = admitted.session.origin
        let source = exchange.loop.rules.writes.source(of: exchange.head, pinned: pinned)
        let fields = try CrossOrigin.fields(for: source) + [("Cache-Control", "no-store")]
        let json = json(admitted, exchange.loop.sessions.limits)
        exchange.answer(Answer(200, json: json, fields: fields))
    }

    private static func json(_ admitted: AdmittedSession, _ limits: SessionLimits) -> JSONText {
        let session = admitted.session
        return .object([
            ("session", .string(session.id)),
            ("context", .string(session.context.rawValue)),
            ("partner", .string(admitted.partner.vendorID.rawValue)),
            (
                "customer",
                .object([
                    ("id", .number(admitted.customer.id.rawValue)),
                    ("external_id", .optional(admitted.customer.externalID?.rawValue)),
                    ("name", .string(admitted.customer.name)),
                ])
            ),
            ("member", member(admitted)),
            ("origin", .optional(session.origin)),
            ("created_at", .string(session.createdAt.iso8601)),
            ("idle_expires_at", .string(session.idleExpiresAt(limits).iso8601)),
            ("absolute_expires_at", .string(session.absoluteExpiresAt.iso8601)),
        ])
    }

    private static func member(_ admitted: AdmittedSession) -> JSONText {
        guard let member = admitted.member else { return .null }
        return .object([
            ("id", .number(member.id.rawValue)),
            ("external_id", .optional(member.externalID?.rawValue)),
            ("name", .optional(admitted.name)),
            ("email", .optional(admitted.email)),
            ("role", .string(member.role.rawValue)),
        ])
    }
}
