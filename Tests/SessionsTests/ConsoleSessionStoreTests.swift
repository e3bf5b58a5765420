import CasementTesting
import Domain
import NIOCore
import RedisClient
import Testing

@testable import Sessions

@Suite("The console's sessions in a real Redis", .enabled(if: RedisServerProcess.isInstalled))
struct ConsoleSessionStoreTests {
    private static let ann = TeamUserID(1)
    private static let bob = TeamUserID(2)

    @Test("What is signed in is loaded, field by field; every key has an end and none has the cookie")
    func createAndLoad() async throws {
        let rig = try await Rig()
        let cookie = try await rig.begin(Self.ann)
        let session = try #require(try await rig.console(cookie))
        #expect(session.user == Self.ann && session.createdAt == Rig.start && session.lastSeenAt == Rig.start)
        #expect(session.absoluteExpiresAt == Rig.start + 43_200)
        #expect(session.userAgent == String(repeating: "a", count: 512) && session.clientAddress == "192.0.2.1")
        #expect(try await rig.console(.generate()) == nil)
        let keys = try #require(try await rig.redis("KEYS", "*").array?.compactMap(\.text))
        #expect(Set(keys) == ["{console}:s:\(cookie.hash)", "{console}:u:1"])
        for key in keys { #expect(try await rig.redis("TTL", .text(key)).integer ?? -1 > 0) }
        let dump = try await rig.redis("HGETALL", .text("{console}:s:\(cookie.hash)")).array?.compactMap(\.text) ?? []
        #expect(!(keys + dump).joined().contains(cookie.value.reveal()))
    }

    @Test("It ends an idle hour after the last activity, which is written as seldom as the limits let")
    func idle() async throws {
        let rig = try await Rig()
        let cookie = try await rig.begin(Self.ann)
        #expect(try await rig.console(cookie, at: Rig.start + 59)?.lastSeenAt == Rig.start)
        #expect(try await rig.console(cookie, at: Rig.start + 60)?.lastSeenAt == Rig.start + 60)
        #expect(try await rig.console(cookie, at: Rig.start + 3659)?.lastSeenAt == Rig.start + 3659)
        #expect(try await rig.console(cookie, at: Rig.start + 3659 + 3600) == nil)
        let idle = try await rig.begin(Self.ann)
        #expect(try await rig.console(idle, at: Rig.start + 3600) == nil)
    }

    @Test("Activity does not move the absolute end")
    func absolute() async throws {
        let rig = try await Rig(limits: SessionLimits(idle: 3600, absolute: 5000))
        let cookie = try await rig.begin(Self.ann)
        #expect(try await rig.console(cookie, at: Rig.start + 3000) != nil)
        #expect(try await rig.console(cookie, at: Rig.start + 4000)?.absoluteExpiresAt == Rig.start + 5000)
        #expect(try await rig.redis("TTL", .text("{console}:s:\(cookie.hash)")).integer ?? 5000 <= 1000)
        #expect(try await rig.console(cookie, at: Rig.start + 5000) == nil)
    }

    @Test("Sign-out ends the one session")
    func end() async throws {
        let rig = try await Rig()
        let (cookie, other) = (try await rig.begin(Self.ann), try await rig.begin(Self.ann))
        for _ in 0..<2 { try await rig.console { $0.end(cookie) } }
        #expect(try await rig.console(cookie) == nil)
        let left = try #require(try await rig.console(other))
        #expect(try await rig.console { $0.list(of: Self.ann, at: Rig.start) } == [left])
    }

    @Test("Sign-out everywhere ends a user's sessions, or all but one, and nobody else's")
    func endAll() async throws {
        let rig = try await Rig()
        var anns: [ConsoleCookie] = []
        for _ in 0..<3 { anns.append(try await rig.begin(Self.ann)) }
        let bobs = try await rig.begin(Self.bob)
        let kept = anns[1]
        #expect(try await rig.console { $0.endAll(of: Self.ann, but: kept) } == 2)
        for cookie in anns { #expect(try await (rig.console(cookie) != nil) == (cookie == kept)) }
        #expect(try await rig.console { $0.list(of: Self.ann, at: Rig.start) }.count == 1)
        #expect(try await rig.console { $0.endAll(of: Self.ann, but: nil) } == 1)
        #expect(try await rig.console { $0.endAll(of: Self.ann, but: nil) } == 0)
        #expect(try await rig.console(bobs) != nil)
    }

    @Test("A list has live sessions only, and forgets the others")
    func list() async throws {
        let rig = try await Rig()
        _ = try await rig.begin(Self.ann)
        let later = try await rig.begin(Self.ann, at: Rig.start + 3000)
        let gone = try await rig.begin(Self.ann, at: Rig.start + 3000)
        _ = try await rig.redis("DEL", .text("{console}:s:\(gone.hash)"))
        let now = Rig.start + 3600
        let session = try #require(try await rig.console(later, at: now))
        #expect(try await rig.console { $0.list(of: Self.ann, at: now) } == [session])
        #expect(try await rig.redis("ZCARD", "{console}:u:1").integer == 1)
        #expect(try await rig.console { $0.list(of: Self.bob, at: now) }.isEmpty)
    }

    @Test("So many sessions live at a time for a user: the one that would end first makes room")
    func most() async throws {
        let rig = try await Rig()
        var cookies: [ConsoleCookie] = []
        for second in 0..<(ConsoleSessionStore.most + 2) {
            cookies.append(try await rig.begin(Self.ann, at: Rig.start + second))
        }
        let now = Rig.start + 100
        #expect(try await rig.console { $0.list(of: Self.ann, at: now) }.count == Int(ConsoleSessionStore.most))
        for cookie in cookies.prefix(2) { #expect(try await rig.console(cookie, at: now) == nil) }
        #expect(try await rig.console(cookies[2], at: now) != nil)
    }

    @Test("A cookie's text is read in its one spelling only")
    func cookie() {
        let cookie = ConsoleCookie.generate()
        let text = cookie.value.reveal()
        #expect(ConsoleCookie(text) == cookie)
        for wrong in [
            "", text + "=", " " + text, "\"\(text)\"", String(text.dropLast()), String(text.dropLast()) + "/",
        ] {
            #expect(ConsoleCookie(wrong) == nil)
        }
    }

    @Test("A store that is away is a failure, never \"no session\"")
    func away() async throws {
        let rig = try await Rig()
        let cookie = try await rig.begin(Self.ann)
        rig.server.kill()
        await #expect(throws: SessionStoreError.self) { try await rig.console(cookie) }
        await #expect(throws: SessionStoreError.self) { try await rig.console { $0.end(cookie) } }
    }
}
