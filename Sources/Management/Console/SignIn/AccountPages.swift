import Directory
import Domain
import HTTPTypes
import Sessions

/// `/admin_console/account`: one's own password and sessions.
enum AccountPages {
    /// The page.
    static func show(_ call: ConsoleCall) async throws(APIProblem) -> Answer { try await page(call, faults: []) }

    /// Changes the password, for whoever knows the present one, and ends the person's other sessions.
    static func changePassword(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let user = call.visitor.user
        if case .locked(let until) = try await call.redis({
            try await call.backend.parts.console.attempt([.email(user.email)], at: call.now)
        }) {
            let seconds = max(1, until.seconds - call.now.seconds)
            return try await page(
                call, faults: [FieldFault("password", .refused, "was wrong too often; wait \(seconds) seconds")])
        }
        guard try await PasswordCheck.isRight(form.verbatim("password"), of: user, call.backend) else {
            return try await page(call, faults: [FieldFault("password", .refused, "is not your present password")])
        }
        do throws(APIProblem) {
            let password = try NewPasswordFields(form).password
            try await set(password, of: user, call)
        } catch {
            guard case .fields(let faults) = error else { throw error }
            return try await page(call, faults: faults)
        }
        return .redirect(to: "/admin_console/account", notice: .passwordChanged)
    }

    /// Ends every other session of the person.
    static func signOutEverywhere(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let (user, cookie) = (call.visitor.user.id, call.visitor.cookie)
        _ = try await call.redis { try await call.backend.parts.console.endAll(of: user, but: cookie) }
        return .redirect(to: "/admin_console/account", notice: .signedOutElsewhere)
    }

    private static func set(
        _ password: NewPassword, of user: TeamUserRecord, _ call: ConsoleCall
    ) async throws(APIProblem) {
        let hash = try await PasswordCheck.hash(password, call.backend)
        let directory = call.backend.parts.directory
        try await call.backend.writes.run {
            try directory.setPassword(hash, of: user.id, by: call.author, now: call.now)
        }
        let console = call.backend.parts.console
        try await call.redis {
            try await console.forgive([.email(user.email)])
            _ = try await console.endAll(of: user.id, but: call.visitor.cookie)
        }
    }

    private static func page(_ call: ConsoleCall, faults: [FieldFault]) async throws(APIProblem) -> Answer {
        let sessions = try await call.redis {
            try await call.backend.parts.console.sessions(of: call.visitor.user.id, at: call.now)
        }
        let latestFirst = sessions.sorted { ($1.lastSeenAt, $1.id) < ($0.lastSeenAt, $0.id) }
        return try call.page(
            "account", title: "Your account",
            [
                "fields": FormValues(faults).values, "problem": FormValues.summary(faults),
                "sessions": latestFirst.map { $0.values(isCurrent: $0.id == call.visitor.session.id, at: call.now) },
                "has_other_sessions": sessions.count > 1,
            ], status: faults.isEmpty ? .ok : .unprocessableContent)
    }
}

extension ConsoleSession {
    /// As the account's page shows it.
    fileprivate func values(isCurrent: Bool, at now: UnixTime) -> ConsoleTemplates.Values {
        [
            "is_current": isCurrent, "user_agent": userAgent.map { Words.browser($0) },
            "address": clientAddress, "created": Moment(createdAt, now).values,
            "last_seen": Moment(lastSeenAt, now).values,
        ]
    }
}
