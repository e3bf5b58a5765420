import Domain
import Sessions

/// `/api/managed_users/:id/sessions[/:session_id]`
enum SessionEndpoints {
    static func list(_ call: Call, _ query: PageQuery) async throws(APIProblem) -> Answer {
        let selection = SessionSelection(.customer(try await call.customer().name))
        let (sessions, total) = try await call.sessions { sessions, now in
            (try await sessions.list(selection, at: now), try await sessions.count(selection, at: now))
        }
        let latestFirst = sessions.sorted { ($1.lastSeenAt, $1.id) < ($0.lastSeenAt, $0.id) }
        let limits = call.backend.parts.sessionLimits
        return .page(query.page.of(latestFirst).map { $0.json(limits) }, total: total)
    }

    static func endAll(_ call: Call) async throws(APIProblem) -> Answer {
        let selection = SessionSelection(.customer(try await call.customer().name))
        return ended(try await call.sessions { sessions, now in try await sessions.end(selection, at: now) })
    }

    static func endOne(_ call: Call) async throws(APIProblem) -> Answer {
        let customer = try await call.customer().name
        let id = try call.place("session_id") { String($0) }
        guard try await call.sessions({ sessions, now in try await sessions.end(sessionID: id, of: customer, at: now) })
        else { throw .notFound }
        return ended(1)
    }

    private static func ended(_ count: Int) -> Answer { Answer(.object([("ended", .number(Int64(count)))])) }
}

extension Call {
    /// Asks about sessions; whatever goes wrong there is `session_store_unavailable`.
    fileprivate func sessions<Value: Sendable>(
        _ ask: (any SessionAdministration, UnixTime) async throws -> Value
    ) async throws(APIProblem) -> Value {
        do { return try await ask(backend.parts.sessions, now) } catch { throw .sessionStoreUnavailable }
    }
}
