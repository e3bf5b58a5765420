import CasementTesting
import Domain
import NIOCore
import RedisClient
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
        try await eventually { (try? await rig.session(cookie)) == nil }
        await #expect(throws: SessionStoreError.self) { try await rig.session(cookie) }
        try rig.store.server.start()
        try await eventually { rig.beginnings == 2 }
        #expect(try await rig.count == 0)
        try await eventually { (try? await rig.session(cookie)) == session }
        try await eventually { try await rig.count == 1 }
    }

    @Test("Nothing is served on the word of a server that has fallen silent")
    func lineSilent() async throws {
        let rig = try await CacheRig()
        let cookie = try await rig.store.signIn()
        let session = try await rig.session(cookie)
        rig.store.server.pause()
        try await eventually { (try? await rig.session(cookie)) == nil }
        await #expect(throws: SessionStoreError.self) { try await rig.session(cookie) }
        rig.store.server.resume()
        try await eventually { (try? await rig.session(cookie)) == session }
    }

    @Test("What ends while there is no line is not served")
    func endsWithoutLine() async throws {
        let rig = try await CacheRig()
        let cookie = try await rig.store.signIn()
        #expect(try await rig.session(cookie) != nil)
        _ = try await rig.store.redis("CLIENT", "KILL", "TYPE", "pubsub")
        _ = try await rig.store.run { $0.end(SessionPlace(cookie)) }
        // The line may be up again by now, or not; only that it ended may not have been noticed yet.
        try await eventually { try await rig.session(cookie) == nil }
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
            let before = cache.ask(cookie)
            _ = store.end(SessionPlace(cookie))
            return EventLoopFuture.whenAllSucceed([before, cache.ask(cookie)], on: store.redis.eventLoop)
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

/// A node, beside the rig's store, which plays another.
struct CacheRig: Sendable {
    let store: Rig
    private let node: SessionNode

    init(limits: SessionLimits = SessionLimits(), capacity: Int = 100) async throws {
        store = try await Rig(limits: limits)
        node = try await SessionNode(
            url: store.server.url, limits: limits, capacity: capacity, commandTimeout: .seconds(2))
    }

    var changes: [String] { node.changes }
    var beginnings: Int { node.beginnings }
    var count: Int { get async throws { try await node.count } }
    /// The public id that was told of first.
    var idOfFirst: String { get async throws { try #require(changes.first) } }

    func session(_ cookie: SessionCookie, at now: UnixTime = Rig.start, touches: Bool = false) async throws -> Session?
    {
        try await node.session(cookie, at: now, touches: touches)
    }

    /// Asks so often in one turn of the loop.
    func sessions(_ cookie: SessionCookie, times count: Int) async throws -> [Session?] {
        try await node.sessions(cookie, times: count)
    }

    func catchUp() async throws { try await node.catchUp() }

    func settle() async throws { try await node.settle() }

    /// How often records were read, by anybody.
    func reads() async throws -> Int { try await commands("hmget") }

    func commands(_ name: String) async throws -> Int { try await store.commands(name) }
}
