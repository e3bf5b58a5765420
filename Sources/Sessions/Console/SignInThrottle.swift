import Domain
import NIOCore
import OpenSSLCrypto
import RedisClient

/// Slows down who guesses passwords: after some failures under a name each further one doubles the wait.
public struct SignInThrottle {
    /// A name's failures are forgotten so many seconds after the last one.
    static let memory: Int64 = 3600
    /// Seconds of the first wait.
    static let firstWait: Int64 = 30
    /// Seconds of the longest.
    static let longestWait: Int64 = 900

    private let redis: RedisClient

    /// A throttle on the client's loop.
    public init(redis: RedisClient) { self.redis = redis }

    /// Counts a failure under each name in one atomic step, before the password is looked at, so that many at a time get
    /// no further than one after the other. While a name is locked nothing is counted.
    public func attempt(_ names: [SignInName], at now: UnixTime) -> EventLoopFuture<SignInAttempt> {
        redis.run(
            ConsoleScripts.attempt, keys: names.map(ConsoleKeys.failures),
            [
                .integer(now.seconds), .integer(Self.memory), .integer(Self.firstWait), .integer(Self.longestWait),
                .text(Self.word()),
            ] + names.map { .integer($0.freeFailures) }
        ).flatMapThrowing { answer in
            guard let until = answer.integer else { throw SessionStoreError.recordMalformed }
            return until == 0 ? .admitted : .locked(until: UnixTime(until))
        }
    }

    /// Takes a success into account: an email's failures are forgotten; an address gets back the one attempt, because its
    /// other failures may be somebody else's.
    public func forgive(_ names: [SignInName]) -> EventLoopFuture<Void> {
        .andAllSucceed(names.map(forgive), on: redis.eventLoop)
    }

    private func forgive(_ name: SignInName) -> EventLoopFuture<Void> {
        let key = ConsoleKeys.failures(name)
        switch name {
        case .email: return redis.ask(["DEL", key], whenLost: .repeatOnce).map { _ in }
        case .address:
            return redis.run(
                ConsoleScripts.takeBack, keys: [key], [.text(Self.word()), .integer(name.freeFailures)]
            ).map { _ in }
        }
    }

    /// By this a repetition is known from another attempt.
    private static func word() -> String { Base64URL.encode(SecureRandom.bytes(12)) }
}
