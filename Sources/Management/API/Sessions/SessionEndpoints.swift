import Directory
import Domain
import Sessions

/// `/api/managed_users/:id/sessions[/:session_id]`
enum SessionEndpoints {
    /// A page of the customer's sessions, the last seen first.
    static func list(_ call: Call, _ query: PageQuery) async throws(APIProblem) -> Answer {
        let selection = SessionSelection(.customer(try await call.customer().name))
        let (sessions, total) = try await call.sessions { sessions, now in
            (try await sessions.list(selection, at: now), try await sessions.count(selection, at: now))
        }
        let latestFirst = sessions.sorted { ($1.lastSeenAt, $1.id) < ($0.lastSeenAt, $0.id) }
        let limits = call.backend.parts.sessionLimits
        return .page(query.page.of(latestFirst).map { $0.json(limits) }, total: total)
    }

    /// Ends all; none is a success.
    static func endAll(_ call: Call) async throws(APIProblem) -> Answer {
        let customer = try await call.customer()
        let count = try await call.sessions { sessions, now in
            try await sessions.end(SessionSelection(.customer(customer.name)), at: now)
        }
        return try await ended(count, of: customer, call)
    }

    /// Ends the one of the path.
    static func endOne(_ call: Call) async throws(APIProblem) -> Answer {
        let customer = try await call.customer()
        let id = try call.place("session_id") { String($0) }
        let isEnded = try await call.sessions { sessions, now in
            try await sessions.end(sessionID: id, of: customer.name, at: now)
        }
        guard isEnded else { throw .notFound }
        return try await ended(1, of: customer, call)
    }

    /// Tells the trail, because no row does.
    private static func ended(
        _ count: Int, of customer: ReachedCustomer, _ call: Call
    ) async throws(APIProblem) -> Answer {
        if count > 0 {
            try await call.write(customer) { store, id in
                let target = AuditTarget(.session, of: customer.record.customer.vendorID, customer: id)
                let details = [("ended", JSONText.number(Int64(count)))]
                try store.recordEvent("end", target, details: details, by: call.author, now: call.now)
            }
        }
        return Answer(.object([("ended", .number(Int64(count)))]))
    }
}

extension Call {
    /// Asks about sessions; whatever goes wrong there is `session_store_unavailable`.
    fileprivate func sessions<Value: Sendable>(
        _ ask: (any SessionAdministration, UnixTime) async throws -> Value
    ) async throws(APIProblem) -> Value {
        do { return try await ask(backend.parts.sessions, now) } catch { throw .sessionStoreUnavailable }
    }
}
