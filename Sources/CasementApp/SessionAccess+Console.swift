import Domain
import Management
import NIOCore
import Sessions

extension SessionAccess: ConsoleMemory {
    /// Signs a user in to the console.
    public func begin(
        for user: TeamUserID, userAgent: String?, clientAddress: String?, at now: UnixTime
    ) async throws -> ConsoleCookie {
        let cookie = ConsoleCookie.generate()
        try await ask {
            $0.console.create(cookie, for: user, userAgent: userAgent, clientAddress: clientAddress, at: now)
        }
        return cookie
    }

    /// The live console session of a cookie.
    public func session(_ cookie: ConsoleCookie, at now: UnixTime) async throws -> ConsoleSession? {
        try await ask { $0.console.load(cookie, at: now) }
    }

    /// A user's live console sessions, the latest activity first.
    public func sessions(of user: TeamUserID, at now: UnixTime) async throws -> [ConsoleSession] {
        try await ask { $0.console.list(of: user, at: now) }
            .sorted { ($0.lastSeenAt, $0.createdAt, $0.id) > ($1.lastSeenAt, $1.createdAt, $1.id) }
    }

    /// Ends the console session of a cookie.
    public func end(_ cookie: ConsoleCookie) async throws { try await ask { $0.console.end(cookie) } }

    /// Ends a user's console sessions, but for that of a cookie.
    public func endAll(of user: TeamUserID, but kept: ConsoleCookie?) async throws -> Int {
        try await ask { $0.console.endAll(of: user, but: kept) }
    }

    /// Counts an attempt to sign in to the console.
    public func attempt(_ names: [SignInName], at now: UnixTime) async throws -> SignInAttempt {
        try await ask { SignInThrottle(redis: $0.redis).attempt(names, at: now) }
    }

    /// Takes a success into account.
    public func forgive(_ names: [SignInName]) async throws {
        try await ask { SignInThrottle(redis: $0.redis).forgive(names) }
    }

    /// Makes a ticket to a workspace.
    public func issue(_ ticket: WorkspaceTicket) async throws -> Secret<String> {
        try await ask { $0.store.tickets.issue(ticket) }.value
    }

    /// Makes an invitation.
    public func invite(_ user: TeamUserID) async throws -> Secret<String> {
        try await ask { Invitations(redis: $0.redis).invite(user) }.value
    }

    /// Who is invited.
    public func invited(by token: String) async throws -> TeamUserID? {
        guard let code = OneUseCode(token) else { return nil }
        return try await ask { Invitations(redis: $0.redis).invited(by: code) }
    }

    /// Uses an invitation up.
    public func accept(_ token: String) async throws -> TeamUserID? {
        guard let code = OneUseCode(token) else { return nil }
        return try await ask { Invitations(redis: $0.redis).accept(code) }
    }
}
