import CasementTesting
import Domain
import NIOCore
import RedisClient
import Testing

@testable import Sessions

@Suite("Sessions in a real Redis", .enabled(if: RedisServerProcess.isInstalled))
struct SessionStoreTests {
    @Test("What is signed in is loaded, field by field, and every key has an end")
    func createAndLoad() async throws {
        let rig = try await Rig()
        let cookie = SessionCookie.generate(for: CustomerID(1))
        guard case .created(let made, ended: []) = try await rig.create(Rig.new(member: 7), cookie) else {
            throw SessionStoreError.recordMalformed
        }
        #expect(try await rig.load(cookie) == made)
        #expect(
            made.member == MemberID(7) && made.origin == "https://one.example" && made.userAgent == "Browser/1 \u{FF}")
        #expect(try await rig.load(.generate(for: CustomerID(1))) == nil)
        #expect(try await rig.load(cookie, at: Rig.start + 3600) == nil)
        let keys = try #require(try await rig.redis("KEYS", "*").array?.compactMap(\.text))
        #expect(keys.count == 4)
        for key in keys { #expect(try await rig.redis("TTL", .text(key)).integer ?? -1 > 0) }
        let dump = try await rig.redis("HGETALL", .text("{c1}:s:\(cookie.hash)")).array?.compactMap(\.text) ?? []
        #expect(!dump.joined().contains(cookie.value.reveal().suffix(43)))
    }

    @Test("Of fifty parallel uses of one token exactly one wins")
    func parallelReplay() async throws {
        let rig = try await Rig()
        let new = try Rig.new(jti: "once")
        let outcomes = try await rig.run { store in
            EventLoopFuture.whenAllSucceed(
                (0..<50).map { _ in store.creation(new, .generate(for: CustomerID(1))) }, on: store.redis.eventLoop)
        }
        #expect(outcomes.count { $0 == .replayed } == 49)
        #expect(try await rig.run { $0.count(SessionSelection(.customer(CustomerID(1))), at: Rig.start) } == 1)
    }

    @Test("The same step again gives the same answer, for a creation and for a renewal")
    func idempotent() async throws {
        let rig = try await Rig()
        let cookie = SessionCookie.generate(for: CustomerID(1))
        let new = try Rig.new()
        let first = try await rig.create(new, cookie)
        #expect(try await rig.create(new, cookie) == first)
        let second = try Rig.new()
        let next = SessionCookie.generate(for: CustomerID(1))
        let renewal = try await rig.create(second, next, presented: cookie, at: Rig.start + 5)
        #expect(try await rig.create(second, next, presented: cookie, at: Rig.start + 5) == renewal)
        #expect(try await rig.create(new, .generate(for: CustomerID(1))) == .replayed)
    }

    @Test("The same identity again renews: id and creation stay, the former value works ten seconds more")
    func renewal() async throws {
        let rig = try await Rig()
        let first = try await rig.signIn()
        let before = try #require(try await rig.load(first))
        let second = SessionCookie.generate(for: CustomerID(1))
        let later = Rig.start + 100
        guard
            case .renewed(let renewed) = try await rig.create(
                Rig.new(name: "Anna"), second, presented: first, at: later)
        else { throw SessionStoreError.recordMalformed }
        #expect(renewed.id == before.id && renewed.createdAt == Rig.start && renewed.name == "Anna")
        #expect(renewed.absoluteExpiresAt == later + 43_200 && renewed.lastSeenAt == later)
        #expect(try await rig.load(second, at: later) == renewed)
        #expect(try await rig.load(first, at: later + 9) == renewed)
        #expect(try await rig.load(first, at: later + 10) == nil)
        let life = try #require(try await rig.redis("TTL", .text("{c1}:s:\(first.hash)")).integer)
        #expect((1...70).contains(life))
        #expect(try await rig.redis("ZCARD", "{c1}:i").integer == 1)
    }

    @Test("What was opened under a session is led on through renewals, also when the former value is good no more")
    func follow() async throws {
        let rig = try await Rig()
        let first = try await rig.signIn()
        let id = try await rig.load(first)?.id
        let second = try await rig.signIn(presented: first)
        let third = try await rig.signIn(presented: second)
        let later = Rig.start + 60
        #expect(try await rig.load(first, at: later) == nil)
        let found = try #require(try await rig.follow(SessionPlace(first), at: later))
        #expect(found.session.id == id && found.place == SessionPlace(third))
        _ = try await rig.run { $0.touch(SessionPlace(first), at: later) }
        #expect(try await rig.load(third, at: later)?.lastSeenAt == later)
        _ = try await rig.run { $0.end(SessionPlace(third)) }
        #expect(try await rig.follow(found.place, at: later) == nil)
        #expect(try await rig.follow(SessionPlace(first), at: later) == nil)
    }

    @Test("A former value whose time is over renews nothing and ends nothing", arguments: [1, 2] as [Int64])
    func formerValueIsOver(customer: Int64) async throws {
        let rig = try await Rig()
        let first = try await rig.signIn()
        let second = try await rig.signIn(presented: first)
        let later = Rig.start + 10
        let third = SessionCookie.generate(for: CustomerID(customer))
        guard case .created(_, ended: []) = try await rig.create(Rig.new(customer), third, presented: first, at: later)
        else {
            Issue.record("renewed, or ended something")
            return
        }
        #expect(try await rig.load(second, at: later) != nil)
        #expect(try await rig.load(third, at: later) != nil)
    }

    @Test("A sign-in that names a former value renews the same session, and every former value leads to it")
    func renewalThroughFormer() async throws {
        let rig = try await Rig()
        let first = try await rig.signIn()
        let id = try await rig.load(first)?.id
        let second = try await rig.signIn(presented: first)
        let third = try await rig.signIn(presented: first)
        for cookie in [first, second, third] { #expect(try await rig.load(cookie)?.id == id) }
        #expect(try await rig.run { $0.end(SessionPlace(first)) }?.id == id)
        for cookie in [first, second, third] { #expect(try await rig.load(cookie) == nil) }
        #expect(try await rig.redis("KEYS", "{c1}:[si]*").array?.isEmpty == true)
    }

    @Test("Every frame of a page may sign in at once: all renew the one session, and every value works on")
    func renewalInParallel() async throws {
        let rig = try await Rig()
        let first = try await rig.signIn()
        let id = try #require(try await rig.load(first)?.id)
        var cookies = [first]
        for _ in 0..<40 { cookies.append(try await rig.signIn(presented: first)) }
        for cookie in cookies { #expect(try await rig.load(cookie)?.id == id) }
        #expect(try await rig.redis("ZCARD", "{c1}:i").integer == 1)
        _ = try await rig.run { $0.end(SessionPlace(first)) }
        #expect(try await rig.redis("KEYS", "{c1}:[si]*").array?.isEmpty == true)
    }

    @Test(
        "Anyone or anything else ends what the cookie named",
        arguments: [
            ("member", 1, 8, "one.example", SessionContext.embedded), ("origin", 1, nil, "two.example", .embedded),
            ("context", 1, nil, nil, .direct), ("customer", 2, nil, "one.example", .embedded),
        ] as [(String, Int64, Int64?, String?, SessionContext)])
    func otherIdentity(
        _ what: String, _ customer: Int64, _ member: Int64?, _ origin: String?, _ context: SessionContext
    )
        async throws
    {
        let rig = try await Rig()
        let old = try await rig.signIn()
        let id = try #require(try await rig.load(old)?.id)
        let new = try Rig.new(customer, member: member, origin: origin, context: context)
        let cookie = SessionCookie.generate(for: CustomerID(customer))
        guard case .created(let made, ended: [id]) = try await rig.create(new, cookie, presented: old) else {
            Issue.record("not created, or ended something else")
            return
        }
        #expect(made.id != id)
        #expect(try await rig.load(old) == nil)
        #expect(try await rig.load(cookie) == made)
    }

    @Test("A replayed token ends nothing")
    func replayEndsNothing() async throws {
        let rig = try await Rig()
        let old = try await rig.signIn(2)
        _ = try await rig.create(Rig.new(jti: "x"), .generate(for: CustomerID(1)))
        let again = try await rig.create(Rig.new(jti: "x"), .generate(for: CustomerID(1)), presented: old)
        #expect(again == .replayed)
        #expect(try await rig.load(old) != nil)
    }

    @Test("Activity keeps a session alive up to its absolute end, and never brings one back")
    func touch() async throws {
        let rig = try await Rig(limits: SessionLimits(idle: 100, absolute: 250))
        let cookie = try await rig.signIn()
        _ = try await rig.run { $0.touch(SessionPlace(cookie), at: Rig.start + 90) }
        #expect(try await rig.load(cookie, at: Rig.start + 150)?.lastSeenAt == Rig.start + 90)
        #expect(try await rig.redis("ZRANGE", "{c1}:i", "0", "-1", "WITHSCORES").array?.last?.integer == 1_800_000_190)
        _ = try await rig.run { $0.touch(SessionPlace(cookie), at: Rig.start + 80) }
        #expect(try await rig.load(cookie, at: Rig.start + 150)?.lastSeenAt == Rig.start + 90)
        _ = try await rig.run { $0.touch(SessionPlace(cookie), at: Rig.start + 185) }
        #expect(try await rig.load(cookie, at: Rig.start + 249) != nil)
        #expect(try await rig.load(cookie, at: Rig.start + 250) == nil)
        _ = try await rig.run { $0.touch(SessionPlace(cookie), at: Rig.start + 260) }
        #expect(try await rig.load(cookie, at: Rig.start + 200)?.lastSeenAt == Rig.start + 185)
        _ = try await rig.run { $0.end(SessionPlace(cookie)) }
        _ = try await rig.run { $0.touch(SessionPlace(cookie), at: Rig.start + 190) }
        #expect(try await rig.redis("EXISTS", .text("{c1}:s:\(cookie.hash)"), "{c1}:i").integer == 0)
    }

    @Test("The index forgets what has expired when the next session is made")
    func indexCleans() async throws {
        let rig = try await Rig(limits: SessionLimits(idle: 100, absolute: 250))
        for _ in 0..<5 { _ = try await rig.signIn() }
        _ = try await rig.signIn(at: Rig.start + 100)
        #expect(try await rig.redis("ZCARD", "{c1}:i").integer == 1)
    }

    @Test("A token that makes no session is claimed once")
    func claim() async throws {
        let rig = try await Rig()
        let mark = try Rig.new(jti: "out").mark
        #expect(try await rig.run { $0.claim(mark, at: Rig.start) })
        #expect(try await !rig.run { $0.claim(mark, at: Rig.start) })
        #expect(try await rig.create(Rig.new(jti: "out"), .generate(for: CustomerID(1))) == .replayed)
    }

    @Test("Sessions live on when Redis is killed and comes back with its file; meanwhile it is unavailable, not absent")
    func killed() async throws {
        let rig = try await Rig()
        let cookie = try await rig.signIn()
        let made = try await rig.load(cookie)
        _ = try await rig.redis("CONFIG", "SET", "appendfsync", "always")
        _ = try await rig.redis("SET", "flush", "1", "EX", "100")
        rig.server.kill()
        for _ in 0..<5 {
            await #expect(throws: SessionStoreError.self) { try await rig.load(cookie) }
            await #expect(throws: SessionStoreError.self) {
                try await rig.create(Rig.new(), .generate(for: CustomerID(1)))
            }
        }
        try rig.server.start()
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if let loaded = try? await rig.load(cookie) {
                #expect(loaded == made)
                return
            }
        }
        Issue.record("the session did not come back")
    }
}
