import NIOCore
import NIOPosix
import RedisClient
import Synchronization
import Testing

@testable import Domain
@testable import Sessions

/// What one loop of a node has: a cache before a store of its own, which close once nobody has the node any more.
struct SessionNode: Sendable {
    private final class Log: Sendable { let news = Mutex<[SessionCache.News]>([]) }

    private final class End: Sendable {
        private let cache: NIOLoopBound<SessionCache>
        init(_ cache: NIOLoopBound<SessionCache>) { self.cache = cache }
        deinit { cache.eventLoop.execute { [cache] in cache.value.close() } }
    }

    private let loop: any EventLoop
    private let cache: NIOLoopBound<SessionCache>
    private let log = Log()
    private let end: End

    /// A node whose line stands.
    init(url: String, limits: SessionLimits, capacity: Int, commandTimeout: TimeAmount = .seconds(20)) async throws {
        let (loop, address) = (MultiThreadedEventLoopGroup.singleton.next(), try RedisAddress(url))
        self.loop = loop
        cache = try await loop.submit { [log] in
            let redis = RedisClient(server: RedisServer(address), eventLoop: loop, commandTimeout: commandTimeout)
            let cache = SessionCache(store: SessionStore(redis: redis, limits: limits), capacity: capacity) { news in
                log.news.withLock { $0.append(news) }
            }
            cache.open()
            return NIOLoopBound(cache, eventLoop: loop)
        }.get()
        end = End(cache)
        try await eventually { beginnings == 1 }
    }

    /// The public ids that were told of.
    var changes: [String] {
        log.news.withLock { $0.compactMap { if case .changed(let id) = $0 { id } else { nil } } }
    }
    /// How often the line was made.
    var beginnings: Int { log.news.withLock { $0.count { if case .anything = $0 { true } else { false } } } }
    /// How many sessions are cached.
    var count: Int { get async throws { try await loop.submit { [cache] in cache.value.count }.get() } }

    /// A request: the session that the cookie names, its activity written if it is time and the request `touches`.
    func session(_ cookie: SessionCookie, at now: UnixTime = Rig.start, touches: Bool = false) async throws -> Session?
    {
        let (loop, cache) = (loop, cache)
        return try await loop.flatSubmit {
            let promise = loop.makePromise(of: Session?.self)
            cache.value.session(cookie, at: now) { result in
                if touches, case .success(let cached?) = result { cache.value.touch(cached, at: now) }
                promise.completeWith(result.map { $0?.session }.mapError { $0 })
            }
            return promise.futureResult
        }.get()
    }

    /// Asks so often in one turn of the loop.
    func sessions(_ cookie: SessionCookie, times count: Int) async throws -> [Session?] {
        let (loop, cache) = (loop, cache)
        return try await loop.flatSubmit {
            EventLoopFuture.whenAllSucceed((0..<count).map { _ in cache.value.ask(cookie) }, on: loop)
        }.get()
    }

    /// Waits until all that ended before is known here.
    func catchUp() async throws {
        let (loop, cache) = (loop, cache)
        try await loop.flatSubmit {
            let promise = loop.makePromise(of: Void.self)
            cache.value.catchUp { promise.succeed() }
            return promise.futureResult
        }.get()
    }

    /// Waits until all that was sent over the store's connection is answered; a script that Redis has forgotten is sent
    /// once more, and so takes two turns.
    func settle() async throws {
        for _ in 0..<2 { _ = try await session(.generate(for: CustomerID(1))) }
    }

    /// Asks the store behind the cache.
    func run<Value: Sendable>(_ body: @escaping @Sendable (SessionStore) -> EventLoopFuture<Value>) async throws
        -> Value
    {
        let cache = cache
        return try await loop.flatSubmit { body(cache.value.store) }.get()
    }
}

extension SessionCache {
    /// What the cookie names, as a future.
    func ask(_ cookie: SessionCookie, at now: UnixTime = Rig.start) -> EventLoopFuture<Session?> {
        let promise = store.redis.eventLoop.makePromise(of: Session?.self)
        session(cookie, at: now) { promise.completeWith($0.map { $0?.session }.mapError { $0 }) }
        return promise.futureResult
    }
}
