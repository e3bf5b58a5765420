import Directory
import Domain
import HTTPTypes
import Sessions

/// `/admin_console/invitations/:token`: where somebody new on a team chooses a password.
enum InvitationPages {
    /// The form, as often as it is looked at.
    static func show(_ request: ConsoleRequest) async throws(APIProblem) -> Answer {
        try page(request, for: try await invited(request), faults: [])
    }

    /// Takes the password, uses the invitation up, and signs in.
    static func accept(_ request: ConsoleRequest, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let user = try await invited(request)
        let password: NewPassword
        do throws(APIProblem) { password = try NewPasswordFields(form).password } catch {
            guard case .fields(let faults) = error else { throw error }
            return try page(request, for: user, faults: faults)
        }
        let hash = try await PasswordCheck.hash(password, request.backend)
        guard try await redis({ try await request.backend.parts.console.accept(token(request)) }) == user.id else {
            throw .notFound
        }
        let directory = request.backend.parts.directory
        let author = Author(
            .user, id: user.id.rawValue, name: user.name, address: request.origin.address,
            requestID: request.origin.requestID)
        try await request.backend.writes.run {
            try directory.setPassword(hash, of: user.id, by: author, now: request.now)
        }
        // Who has forgotten a password may have lost more: whoever else is signed in with it is signed out.
        let console = request.backend.parts.console
        _ = try await redis { try await console.endAll(of: user.id, but: nil) }
        return try await SignInPages.begin(user, request, thenTo: "/admin_console/customers")
    }

    private static func invited(_ request: ConsoleRequest) async throws(APIProblem) -> TeamUserRecord {
        let id = try await redis { try await request.backend.parts.console.invited(by: token(request)) }
        let directory = request.backend.parts.directory
        guard let id, let user = try await request.backend.reads.run({ try directory.teamUser(id) }) else {
            throw .notFound
        }
        return user
    }

    private static func token(_ request: ConsoleRequest) -> String { String(request.places["token"] ?? "") }

    private static func redis<Value: Sendable>(_ ask: () async throws -> Value) async throws(APIProblem) -> Value {
        do { return try await ask() } catch { throw .sessionStoreUnavailable }
    }

    private static func page(
        _ request: ConsoleRequest, for user: TeamUserRecord, faults: [FieldFault]
    ) throws(APIProblem) -> Answer {
        try request.guestPage(
            "invitation", title: "Choose your password",
            [
                "name": user.name, "email": user.email, "fields": FormValues(faults).values,
                "problem": FormValues.summary(faults), "action": request.path,
            ], status: faults.isEmpty ? .ok : .unprocessableContent)
    }
}
