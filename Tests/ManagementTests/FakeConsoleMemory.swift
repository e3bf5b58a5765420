import Domain
import Sessions
import Synchronization

@testable import Management

/// The console's memory without Redis: sessions live by the default limits, codes are good once, the tenth failure locks.
final class FakeConsoleMemory: ConsoleMemory {
    private struct State {
        var isDown = false
        var sessions: [ConsoleCookie: ConsoleSession] = [:]
        var failures: [SignInName: Int] = [:]
        var tickets: [String: WorkspaceTicket] = [:]
        var invitations: [String: TeamUserID] = [:]
        var count = 0
    }

    /// So many attempts under one name may fail.
    static let freeFailures = 10
    /// Seconds that a name is locked for.
    static let wait: Int64 = 30

    private let state = Mutex(State())
    private let limits = SessionLimits()

    /// Makes every question fail, as when Redis is gone.
    func goDown() { state.withLock { $0.isDown = true } }

    /// Takes the ticket, as the gateway does.
    func redeem(_ ticket: String) -> WorkspaceTicket? { state.withLock { $0.tickets.removeValue(forKey: ticket) } }

    func begin(
        for user: TeamUserID, userAgent: String?, clientAddress: String?, at now: UnixTime
    ) async throws -> ConsoleCookie {
        try up { state in
            let cookie = ConsoleCookie.generate()
            state.count += 1
            state.sessions[cookie] = ConsoleSession(
                id: "console-\(state.count)", user: user, createdAt: now, lastSeenAt: now,
                absoluteExpiresAt: now + limits.absolute, userAgent: userAgent, clientAddress: clientAddress)
            return cookie
        }
    }

    func session(_ cookie: ConsoleCookie, at now: UnixTime) async throws -> ConsoleSession? {
        try up { state in
            guard let session = state.sessions[cookie], now < session.idleExpiresAt(limits) else { return nil }
            let seen = ConsoleSession(
                id: session.id, user: session.user, createdAt: session.createdAt, lastSeenAt: now,
                absoluteExpiresAt: session.absoluteExpiresAt, userAgent: session.userAgent,
                clientAddress: session.clientAddress)
            state.sessions[cookie] = seen
            return seen
        }
    }

    func sessions(of user: TeamUserID, at now: UnixTime) async throws -> [ConsoleSession] {
        try up { state in
            state.sessions.values.filter { $0.user == user && now < $0.idleExpiresAt(limits) }
                .sorted { ($0.lastSeenAt, $0.id) > ($1.lastSeenAt, $1.id) }
        }
    }

    func end(_ cookie: ConsoleCookie) async throws { try up { $0.sessions[cookie] = nil } }

    func endAll(of user: TeamUserID, but kept: ConsoleCookie?) async throws -> Int {
        try up { state in
            let ended = state.sessions.filter { $0.value.user == user && $0.key != kept }.keys
            for cookie in ended { state.sessions[cookie] = nil }
            return ended.count
        }
    }

    func attempt(_ names: [SignInName], at now: UnixTime) async throws -> SignInAttempt {
        try up { state in
            if names.contains(where: { state.failures[$0, default: 0] >= Self.freeFailures }) {
                return .locked(until: now + Self.wait)
            }
            for name in names { state.failures[name, default: 0] += 1 }
            return .admitted
        }
    }

    func forgive(_ names: [SignInName]) async throws { try up { state in names.forEach { state.failures[$0] = nil } } }

    func issue(_ ticket: WorkspaceTicket) async throws -> Secret<String> {
        try up { state in
            let code = OneUseCode.generate().value
            state.tickets[code.reveal()] = ticket
            return code
        }
    }

    func invite(_ user: TeamUserID) async throws -> Secret<String> {
        try up { state in
            let code = OneUseCode.generate().value
            state.invitations = state.invitations.filter { $0.value != user }
            state.invitations[code.reveal()] = user
            return code
        }
    }

    func invited(by token: String) async throws -> TeamUserID? { try up { $0.invitations[token] } }

    func accept(_ token: String) async throws -> TeamUserID? { try up { $0.invitations.removeValue(forKey: token) } }

    private func up<Answer>(_ body: (inout State) throws -> Answer) throws -> Answer {
        try state.withLock { state in
            guard !state.isDown else { throw SessionStoreError.recordMalformed }
            return try body(&state)
        }
    }
}
