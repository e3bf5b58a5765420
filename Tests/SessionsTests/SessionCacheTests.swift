import CasementTesting
import Domain
import NIOCore
import RedisClient
import Synchronization
import Testing

@testable import Sessions

@Suite("The cache of sessions", .enabled(if: RedisServerProcess.isInstalled))
struct SessionCacheTests {
    @Test("What was read once is served without asking")
    func served() async throws {
        let rig = try await CacheRig()
        let cookie = try await rig.store.signIn()
        let first = try await rig.session(cookie)
        #expect(first != nil)
        let before = try await rig.reads()
        for _ in 0..<50 { #expect(try await rig.session(cookie) == first) }
        #expect(try await rig.reads() == before)
    }

    @Test("An end by another node is known here", arguments: [false, true])
    func endsElsewhere(all: Bool) async throws {
        let rig = try await CacheRig()
        let cookie = try await rig.store.signIn()
        #expect(try await rig.session(cookie) != nil)
        if all {
            let selection = SessionSelection(.partner(try #require(Rig.acme)))
            #expect(try await rig.store.run { $0.end(selection, at: Rig.start) } == 1)
        } else {
            #expect(try await rig.store.run { $0.end(SessionPlace(cookie)) } != nil)
        }
        try await rig.catchUp()
        #expect(try await rig.session(cookie) == nil)
        #expect(try await rig.count == 0)
        #expect(rig.changes.contains(try await rig.idOfFirst))
    }

    @Test("A former cookie value is good for its grace and no longer, cached or not")
    func grace() async throws {
        let rig = try await CacheRig()
        let former = try await rig.store.signIn()
        let id = try await rig.session(former)?.id
        let renewed = try await rig.store.signIn(presented: former)
        try await rig.catchUp()
        for cookie in [former, renewed] { #expect(try await rig.session(cookie)?.id == id) }
        #expect(try await rig.count == 2)
        #expect(try await rig.session(former, at: Rig.start + 9)?.id == id)
        #expect(try await rig.session(former, at: Rig.start + 10) == nil)
        #expect(try await rig.session(renewed, at: Rig.start + 10)?.id == id)
        _ = try await rig.store.run { $0.end(SessionPlace(renewed)) }
        try await rig.catchUp()
        for cookie in [former, renewed] { #expect(try await rig.session(cookie) == nil) }
    }

    @Test("What has expired by the cached times is not served; another node's activity is found out by asking")
    func expiry() async throws {
        let rig = try await CacheRig(limits: SessionLimits(idle: 100, absolute: 250))
        let cookie = try await rig.store.signIn()
        #expect(try await rig.session(cookie, at: Rig.start + 99) != nil)
        _ = try await rig.store.run { $0.touch(SessionPlace(cookie), at: Rig.start + 90) }
        #expect(try await rig.session(cookie, at: Rig.start + 100)?.lastSeenAt == Rig.start + 90)
        #expect(try await rig.session(cookie, at: Rig.start + 190) == nil)
    }

    @Test("Activity is written once an interval, and the cached session knows of it")
    func touch() async throws {
        let rig = try await CacheRig(limits: SessionLimits(idle: 100, absolute: 1000))
        let cookie = try await rig.store.signIn()
        for second in 0..<200 {
            #expect(try await rig.session(cookie, at: Rig.start + Int64(second), touches: true) != nil)
            try await rig.settle()
        }
        // The sign-in makes two: the session, and its customer's note.
        #expect(try await rig.commands("evalsha") + rig.commands("eval") <= 2 + 200 / 25)
        #expect(try await rig.store.load(cookie, at: Rig.start + 200)?.lastSeenAt == Rig.start + 175)
        #expect(try await rig.session(cookie, at: Rig.start + 274)?.lastSeenAt == Rig.start + 175)
    }

    @Test("What somebody took out of Redis by hand is noticed at the next touch")
    func deletedByHand() async throws {
        let rig = try await CacheRig()
        let cookie = try await rig.store.signIn()
        #expect(try await rig.session(cookie) != nil)
        _ = try await rig.store.redis("FLUSHALL")
        #expect(try await rig.session(cookie, at: Rig.start + 60, touches: true) != nil)
        try await rig.settle()
        #expect(try await rig.session(cookie, at: Rig.start + 60) == nil)
    }

    @Test("While the line is down every request asks, and nothing enters; when it is back the cache begins anew")
    func lineLost() async throws {
        let rig = try await CacheRig()
        let cookie = try await rig.store.signIn()
        let session = try await rig.session(cookie)
        rig.store.server.kill()
        try await rig.waits { (try? await rig.session(cookie)) == nil }
        await #expect(throws: SessionStoreError.self) { try await rig.session(cookie) }
        try rig.store.server.start()
        try await rig.waits { rig.beginnings == 2 }
        #expect(try await rig.count == 0)
        try await rig.waits { (try? await rig.session(cookie)) == session }
        try await rig.waits { try await rig.count == 1 }
    }

    @Test("Nothing is served on the word of a server that has fallen silent")
    func lineSilent() async throws {
        let rig = try await CacheRig()
        let cookie = try await rig.store.signIn()
        let session = try await rig.session(cookie)
        rig.store.server.pause()
        try await rig.waits { (try? await rig.session(cookie)) == nil }
        await #expect(throws: SessionStoreError.self) { try await rig.session(cookie) }
        rig.store.server.resume()
        try await rig.waits { (try? await rig.session(cookie)) == session }
    }

    @Test("What ends while there is no line is not served")
    func endsWithoutLine() async throws {
        let rig = try await CacheRig()
        let cookie = try await rig.store.signIn()
        #expect(try await rig.session(cookie) != nil)
        _ = try await rig.store.redis("CLIENT", "KILL", "TYPE", "pubsub")
        _ = try await rig.store.run { $0.end(SessionPlace(cookie)) }
        // The line may be up again by now, or not.
        #expect(try await rig.session(cookie) == nil)
    }

    @Test("A record that was read before the news and arrives after it does not enter")
    func lateRecord() async throws {
        let rig = try await CacheRig()
        // The read leaves about when the end does: the news may come before or after the record.
        for _ in 0..<50 {
            let cookie = try await rig.store.signIn()
            async let read = rig.session(cookie)
            async let ended = rig.store.run { $0.end(SessionPlace(cookie)) }
            _ = try await (read, ended)
            try await rig.catchUp()
            #expect(try await rig.session(cookie) == nil)
        }
    }

    @Test("Requests with one cookie that come at a time make one read, and those after it one more at most")
    func together() async throws {
        let rig = try await CacheRig()
        let cookie = try await rig.store.signIn()
        let before = try await rig.reads()
        let found = try await rig.sessions(cookie, times: 500)
        #expect(found.allSatisfy { $0 != nil } && found.count == 500)
        #expect((1...2).contains(try await rig.reads() - before))
    }

    @Test("Who asks after an end was sent is not told what a read from before it finds")
    func overtaken() async throws {
        let rig = try await Rig()
        let cookie = try await rig.signIn()
        let found = try await rig.run { store in
            let cache = SessionCache(store: store) { _ in }
            let before = CacheRig.ask(cache, cookie)
            _ = store.end(SessionPlace(cookie))
            return EventLoopFuture.whenAllSucceed([before, CacheRig.ask(cache, cookie)], on: store.redis.eventLoop)
        }
        #expect(found.map { $0 == nil } == [false, true])
    }

    @Test("When the store fails, all who wait are told")
    func allFail() async throws {
        let rig = try await CacheRig()
        let cookie = try await rig.store.signIn()
        rig.store.server.pause()
        await #expect(throws: SessionStoreError.self) { try await rig.sessions(cookie, times: 50) }
        rig.store.server.resume()
    }

    @Test("There are never more than the capacity, and nothing is kept of those that went")
    func bounded() async throws {
        let rig = try await CacheRig(capacity: 4)
        var cookies: [SessionCookie] = []
        for _ in 0..<10 { cookies.append(try await rig.store.signIn()) }
        for cookie in cookies { #expect(try await rig.session(cookie) != nil) }
        #expect(try await rig.count == 4)
        for cookie in cookies { _ = try await rig.store.run { $0.end(SessionPlace(cookie)) } }
        try await rig.catchUp()
        #expect(try await rig.count == 0)
    }
}

/// A cache before a store of its own, beside the rig's, which plays another node.
struct CacheRig: Sendable {
    private final class Log: Sendable { let news = Mutex<[SessionCache.News]>([]) }

    let store: Rig
    private let cache: NIOLoopBound<SessionCache>
    private let log = Log()
    private let end: End

    /// Closes the cache once nobody has the rig any more.
    private final class End: Sendable {
        private let cache: NIOLoopBound<SessionCache>
        init(_ cache: NIOLoopBound<SessionCache>) { self.cache = cache }
        deinit { cache.eventLoop.execute { [cache] in cache.value.close() } }
    }

    init(limits: SessionLimits = SessionLimits(), capacity: Int = 100) async throws {
        store = try await Rig(limits: limits)
        let (loop, address) = (store.loop, try RedisAddress(store.server.url))
        cache = try await loop.submit { [log] in
            let redis = RedisClient(server: RedisServer(address), eventLoop: loop, commandTimeout: .seconds(2))
            let cache = SessionCache(store: SessionStore(redis: redis, limits: limits), capacity: capacity) { news in
                log.news.withLock { $0.append(news) }
            }
            cache.open()
            return NIOLoopBound(cache, eventLoop: loop)
        }.get()
        end = End(cache)
        try await waits { beginnings == 1 }
    }

    /// The public ids that were told of.
    var changes: [String] {
        log.news.withLock { $0.compactMap { if case .changed(let id) = $0 { id } else { nil } } }
    }
    /// How often the line was made.
    var beginnings: Int { log.news.withLock { $0.count { if case .anything = $0 { true } else { false } } } }
    /// The public id that was told of first.
    var idOfFirst: String { get async throws { try #require(changes.first) } }
    /// How many sessions are cached.
    var count: Int { get async throws { try await store.loop.submit { [cache] in cache.value.count }.get() } }

    func session(_ cookie: SessionCookie, at now: UnixTime = Rig.start, touches: Bool = false) async throws -> Session?
    {
        let (loop, cache) = (store.loop, cache)
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
        let (loop, cache) = (store.loop, cache)
        return try await loop.flatSubmit {
            EventLoopFuture.whenAllSucceed((0..<count).map { _ in Self.ask(cache.value, cookie) }, on: loop)
        }.get()
    }

    static func ask(
        _ cache: SessionCache, _ cookie: SessionCookie, at now: UnixTime = Rig.start
    ) -> EventLoopFuture<Session?> {
        let promise = cache.store.redis.eventLoop.makePromise(of: Session?.self)
        cache.session(cookie, at: now) { result in promise.completeWith(result.map { $0?.session }.mapError { $0 }) }
        return promise.futureResult
    }

    func catchUp() async throws {
        let (loop, cache) = (store.loop, cache)
        try await loop.flatSubmit {
            let promise = loop.makePromise(of: Void.self)
            cache.value.catchUp { promise.succeed() }
            return promise.futureResult
        }.get()
    }

    /// Waits until all that was sent over the cache's own connection is answered.
    func settle() async throws { _ = try await session(.generate(for: CustomerID(1))) }

    /// How often records were read, by anybody.
    func reads() async throws -> Int { try await commands("hmget") }

    func commands(_ name: String) async throws -> Int {
        let info = try await store.redis("INFO", "commandstats").text ?? ""
        let line = info.split(separator: "\r\n").first { $0.hasPrefix("cmdstat_\(name):calls=") }
        return line.flatMap { Int($0.split(separator: "=")[1].prefix { $0.isNumber }) } ?? 0
    }

    /// Waits until it is so; gives up after a minute.
    func waits(_ isSo: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while try await !isSo() {
            try #require(ContinuousClock.now < end)
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
