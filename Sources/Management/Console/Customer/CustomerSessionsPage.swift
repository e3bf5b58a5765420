import Directory
import Domain
import Sessions

/// `/admin_console/customers/:id/sessions`
enum CustomerSessionsPage {
    private static let pageSize = 50

    /// A page of the live sessions, the last seen first.
    static func show(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        let customer = try await call.customer()
        let selection = SessionSelection(.customer(customer.name))
        let (sessions, total) = try await call.redis {
            (
                try await call.backend.parts.sessions.list(selection, at: call.now),
                try await call.backend.parts.sessions.count(selection, at: call.now)
            )
        }
        let names = try await names(call, customer)
        let latestFirst = sessions.sorted { ($1.lastSeenAt, $1.id) < ($0.lastSeenAt, $0.id) }
        let href = CustomerTab.sessions.href(customer.name)
        let number = max(1, call.request.parameter("page").flatMap { Int($0) } ?? 1)
        let page = Page(number: number, size: pageSize) ?? .first
        return try call.customerPage(
            "customer_sessions", .sessions, customer,
            [
                "sessions": page.of(latestFirst).map {
                    $0.values(names, href, call.backend.parts.sessionLimits, call.now)
                },
                "has_sessions": !sessions.isEmpty, "total": total, "total_text": Words.count(total, "live session"),
                "end_all_href": href + "/end",
            ].merging(
                Pagination(page: number, size: pageSize, total: sessions.count) { "\(href)?page=\($0)" }.values
            ) { $1 })
    }

    /// Asks before all sessions are ended, where no script did.
    static func askToEndAll(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        let customer = try await call.customer()
        return try call.confirmation(
            Confirmation(
                question: "End all sessions of \(customer.record.customer.name)?",
                explanation: "Everybody signed in to this workspace is signed out at once.", action: call.request.path,
                label: "End all sessions", back: CustomerTab.sessions.href(customer.name)))
    }

    /// Ends all.
    static func endAll(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let customer = try await call.customer()
        try await call.endSessions(of: customer, pinnedTo: nil)
        return .redirect(to: CustomerTab.sessions.href(customer.name), notice: .sessionsEnded)
    }

    /// Ends the one of the path; that there is none any more is as good.
    static func endOne(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let customer = try await call.customer()
        let id = try call.place("session_id") { String($0) }
        let isEnded = try await call.redis {
            try await call.backend.parts.sessions.end(sessionID: id, of: customer.name, at: call.now)
        }
        if isEnded { try await call.tellOfEnding(1, of: customer) }
        return .redirect(to: CustomerTab.sessions.href(customer.name), notice: .sessionsEnded)
    }

    private static func names(
        _ call: ConsoleCall, _ customer: ReachedCustomer
    ) async throws(APIProblem) -> [MemberID: String] {
        let members = try await call.read(customer) { store, id in try store.members(of: id) }
        return Dictionary(members.map { ($0.member.id, $0.member.name) }) { first, _ in first }
    }
}

extension Session {
    fileprivate func values(
        _ names: [MemberID: String], _ base: String, _ limits: SessionLimits, _ now: UnixTime
    ) -> ConsoleTemplates.Values {
        let person = name ?? member.flatMap { names[$0] }
        return [
            "id": id, "name": person ?? "Owner", "email": email, "avatar": Letter(person ?? "Owner").values,
            "is_manager": manager != nil, "origin": origin, "is_direct": context == .direct,
            "context": context == .direct ? "Direct" : "Embedded", "created": Moment(createdAt, now).values,
            "last_seen": Moment(lastSeenAt, now).values, "expires": Moment(idleExpiresAt(limits), now).values,
            "browser": userAgent.map { Words.browser($0) }, "user_agent": userAgent, "address": clientAddress,
            "end_href": "\(base)/\(id)/end",
        ]
    }
}

extension ConsoleCall {
    /// Ends the sessions of a customer, all or those pinned to an origin; gives how many there were.
    @discardableResult
    func endSessions(of customer: ReachedCustomer, pinnedTo origin: Origin?) async throws(APIProblem) -> Int {
        let count = try await redis {
            try await backend.parts.sessions.end(
                SessionSelection(.customer(customer.name), pinnedTo: origin), at: now)
        }
        if count > 0 { try await tellOfEnding(count, of: customer) }
        return count
    }

    /// Tells the trail, because no row does.
    fileprivate func tellOfEnding(_ count: Int, of customer: ReachedCustomer) async throws(APIProblem) {
        try await write(customer) { store, id in
            try store.recordEvent(
                "end", AuditTarget(.session, of: customer.record.customer.vendorID, customer: id),
                details: [("ended", .number(Int64(count)))], by: author, now: now)
        }
    }
}
