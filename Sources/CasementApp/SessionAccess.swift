import Domain
import Management
import NIOCore
import NIOPosix
import RedisClient
import ServiceLifecycle
import Sessions

/// The sessions, for who comes from outside the event loops. One connection, made when it is first needed and made again
/// when it is lost, on a loop that is not the gateway's.
public struct SessionAccess: SessionAdministration {
    private static let listLimit = 10_000

    private let parts: NIOLoopBoundBox<Parts>
    private let eventLoop: any EventLoop
    private let replicas: Int
    private var settle: @Sendable () async throws -> Void = {}

    /// What is asked, on the connection's loop.
    struct Parts {
        let redis: RedisClient
        let store: SessionStore
        let console: ConsoleSessionStore
    }

    /// The sessions in the Redis of these settings; reads the files that they name for it.
    public init(_ settings: Settings) throws(SettingsError) { self.init(settings, try settings.redisServer().server) }

    /// The same, by what its files held before.
    init(_ settings: Settings, _ server: RedisServer) {
        self.init(
            server, settings.sessionLimits, replicas: settings.redis.waitReplicas,
            timeout: TimeAmount(settings.gateway.timeouts.redisCommand))
    }

    /// The sessions in a Redis, which may take `timeout` for each answer.
    init(_ server: RedisServer, _ limits: SessionLimits, replicas: Int = 0, timeout: TimeAmount) {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let redis = RedisClient(server: server, eventLoop: eventLoop, commandTimeout: timeout)
        let store = SessionStore(redis: redis, limits: limits, replicas: replicas)
        parts = .makeBoxSendingValue(
            Parts(redis: redis, store: store, console: ConsoleSessionStore(beside: store)), eventLoop: eventLoop)
        self.eventLoop = eventLoop
        self.replicas = replicas
    }

    /// The same, but an end is only told of when this has returned, too: when nobody here serves the session any more.
    func afterEnds(_ settle: @escaping @Sendable () async throws -> Void) -> SessionAccess {
        var access = self
        access.settle = settle
        return access
    }

    /// The live sessions of a selection, at most 10,000 of them.
    public func list(_ selection: SessionSelection, at now: UnixTime) async throws -> [Session] {
        try await ask { $0.store.list(selection, limit: Self.listLimit, at: now) }
    }

    /// How many live sessions a selection has.
    public func count(_ selection: SessionSelection, at now: UnixTime) async throws -> Int {
        try await ask { $0.store.count(selection, at: now) }
    }

    /// Ends the sessions of a selection; gives how many there were.
    @discardableResult
    public func end(_ selection: SessionSelection, at now: UnixTime) async throws -> Int {
        let count = try await ask { $0.store.end(selection, at: now) }
        try await settle()
        return count
    }

    /// Ends one session by its public id; false when there is none.
    public func end(sessionID: String, of customer: CustomerID, at now: UnixTime) async throws -> Bool {
        let hasEnded = try await ask { $0.store.end(sessionID: sessionID, of: customer, at: now) }
        try await settle()
        return hasEnded
    }

    /// What about this Redis may lose sessions.
    public func warnings() async throws -> [RedisHealth.Warning] {
        try await ask { [replicas] in RedisHealth.warnings($0.redis, replicas: replicas) }
    }

    /// Ends the connection for good; whatever is asked after this fails.
    public func close() async throws {
        try await eventLoop.submit { [parts] in parts.value.store.close() }.get()
    }

    /// Asks on the connection's loop.
    func ask<Answer: Sendable>(
        _ question: @escaping @Sendable (Parts) -> EventLoopFuture<Answer>
    ) async throws -> Answer {
        try await eventLoop.flatSubmit { [parts] in question(parts.value) }.get()
    }
}

/// Keeps the sessions' connection until everything that asks over it has stopped.
struct SessionAccessService: Service {
    let access: SessionAccess

    func run() async throws {
        try? await gracefulShutdown()  // a cancelled wait ends the connection just the same
        try await access.close()
    }
}
