import Domain
import NIOCore
import NIOPosix
import RedisClient
import Sessions

/// The sessions, for who comes from outside the event loops: connects, asks once, and closes.
public struct SessionAccess: Sendable {
    private static let listLimit = 10_000

    private let address: RedisAddress
    private let limits: SessionLimits

    /// The sessions in the Redis of these settings.
    public init(_ settings: Settings) {
        address = settings.redis.url
        limits = settings.sessionLimits
    }

    /// The live sessions of a selection, at most 10,000 of them.
    public func list(_ selection: SessionSelection, at now: UnixTime) async throws -> [Session] {
        try await ask { $0.list(selection, limit: Self.listLimit, at: now) }
    }

    /// Ends the sessions of a selection; gives how many there were.
    public func end(_ selection: SessionSelection, at now: UnixTime) async throws -> Int {
        try await ask { $0.end(selection, at: now) }
    }

    /// Ends one session by its public id; false when there is none.
    public func end(sessionID: String, of customer: CustomerID, at now: UnixTime) async throws -> Bool {
        try await ask { $0.end(sessionID: sessionID, of: customer, at: now) }
    }

    /// What about this Redis may lose sessions.
    public func warnings() async throws -> [RedisHealth.Warning] {
        let address = address
        return try await Self.on { eventLoop in
            let redis = RedisClient(address: address, eventLoop: eventLoop)
            return (RedisHealth.warnings(redis), { redis.close() })
        }
    }

    private func ask<Answer: Sendable>(
        _ question: @escaping @Sendable (SessionStore) -> EventLoopFuture<Answer>
    ) async throws -> Answer {
        let (address, limits) = (address, limits)
        return try await Self.on { eventLoop in
            let store = SessionStore(redis: RedisClient(address: address, eventLoop: eventLoop), limits: limits)
            return (question(store), { store.close() })
        }
    }

    /// Asks on a loop of the process, and closes whatever the answer.
    private static func on<Answer: Sendable>(
        _ question: @escaping @Sendable (any EventLoop) -> (answer: EventLoopFuture<Answer>, close: () -> Void)
    ) async throws -> Answer {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        return try await eventLoop.flatSubmit {
            let (answer, close) = question(eventLoop)
            let bound = NIOLoopBound(close, eventLoop: eventLoop)
            return answer.always { _ in bound.value() }
        }.get()
    }
}
