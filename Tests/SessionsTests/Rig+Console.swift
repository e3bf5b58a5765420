import Domain
import NIOCore
import RedisClient

@testable import Sessions

extension Rig {
    /// Asks the console's store on the loop.
    func console<Value: Sendable>(
        _ body: @escaping @Sendable (ConsoleSessionStore) -> EventLoopFuture<Value>
    ) async throws -> Value {
        try await run { body(ConsoleSessionStore(beside: $0)) }
    }

    /// The console's session of a cookie.
    func console(_ cookie: ConsoleCookie, at now: UnixTime = Rig.start) async throws -> ConsoleSession? {
        try await console { $0.load(cookie, at: now) }
    }

    /// Signs somebody in to the console.
    func begin(_ user: TeamUserID, at now: UnixTime = Rig.start) async throws -> ConsoleCookie {
        let cookie = ConsoleCookie.generate()
        let agent = String(repeating: "a", count: 600)
        try await console { $0.create(cookie, for: user, userAgent: agent, clientAddress: "192.0.2.1", at: now) }
        return cookie
    }

    /// Counts an attempt to sign in to the console.
    func attempt(_ names: SignInName..., at now: UnixTime = Rig.start) async throws -> SignInAttempt {
        try await run { SignInThrottle(redis: $0.redis).attempt(names, at: now) }
    }

    /// Takes a success into account.
    func forgive(_ names: SignInName...) async throws {
        try await run { SignInThrottle(redis: $0.redis).forgive(names) }
    }
}
