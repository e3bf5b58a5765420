import CasementTesting
import Domain
import NIOCore
import RedisClient
import Testing

@testable import Sessions

@Suite("Guessing passwords", .enabled(if: RedisServerProcess.isInstalled))
struct SignInThrottleTests {
    private static let email = SignInName.email("ann@example.com")
    private static let address = SignInName.address("192.0.2.1")

    @Test("An email may fail five times; then each further failure doubles the wait, to a quarter of an hour")
    func email() async throws {
        let rig = try await Rig()
        for _ in 0..<5 { #expect(try await rig.attempt(Self.email) == .admitted) }
        var now = Rig.start
        for wait in [30, 60, 120, 240, 480, 900, 900] as [Int64] {
            #expect(try await rig.attempt(Self.email, at: now) == .locked(until: now + wait))
            #expect(try await rig.attempt(Self.email, at: now + wait - 1) == .locked(until: now + wait))
            now = now + wait
            #expect(try await rig.attempt(Self.email, at: now) == .admitted)
        }
    }

    @Test("An address may fail twenty times, whatever the email")
    func address() async throws {
        let rig = try await Rig()
        for number in 0..<20 {
            #expect(try await rig.attempt(.email("\(number)@example.com"), Self.address) == .admitted)
        }
        #expect(try await rig.attempt(.email("x@example.com"), Self.address) == .locked(until: Rig.start + 30))
        #expect(try await rig.attempt(.email("x@example.com"), .address("192.0.2.2")) == .admitted)
    }

    @Test("While a name is locked, nothing is counted under the others")
    func locked() async throws {
        let rig = try await Rig()
        for _ in 0..<5 { _ = try await rig.attempt(Self.email) }
        for _ in 0..<30 { _ = try await rig.attempt(Self.email, Self.address) }
        #expect(try await rig.attempt(.email("other@example.com"), Self.address) == .admitted)
        #expect(try await rig.count(Self.email) == 5)
        #expect(try await rig.count(Self.address) == 1)
    }

    @Test("Of many attempts at once no more are admitted than one after the other")
    func parallel() async throws {
        let rig = try await Rig()
        let outcomes = try await rig.run { store in
            EventLoopFuture.whenAllSucceed(
                (0..<50).map { _ in
                    SignInThrottle(redis: store.redis).attempt([Self.email, Self.address], at: Rig.start)
                }, on: store.redis.eventLoop)
        }
        #expect(outcomes.count { $0 == .admitted } == 5)
    }

    @Test("A success clears the email and gives the address back its one attempt")
    func forgiven() async throws {
        let rig = try await Rig()
        for _ in 0..<19 { _ = try await rig.attempt(Self.address) }
        for _ in 0..<3 {
            #expect(try await rig.attempt(Self.email, Self.address) == .admitted)
            try await rig.forgive(Self.email, Self.address)
        }
        #expect(try await rig.count(Self.email) == nil)
        #expect(try await rig.count(Self.address) == 19)
        #expect(try await rig.attempt(Self.address) == .admitted)
        #expect(try await rig.attempt(Self.address) == .locked(until: Rig.start + 30))
    }

    @Test("The case of an email does not matter, an email is no address, and a key names neither")
    func names() async throws {
        let rig = try await Rig()
        for _ in 0..<5 { _ = try await rig.attempt(.email("ANN@Example.com")) }
        #expect(try await rig.attempt(Self.email) == .locked(until: Rig.start + 30))
        #expect(try await rig.attempt(.address("ann@example.com")) == .admitted)
        let keys = try #require(try await rig.redis("KEYS", "*").array?.compactMap(\.text))
        #expect(keys.count == 2)
        for key in keys {
            #expect(!key.lowercased().contains("ann"))
            #expect(try await rig.redis("TTL", .text(key)).integer ?? -1 > 0)
        }
    }
}

extension Rig {
    /// How many failures a name has; nil for none ever.
    fileprivate func count(_ name: SignInName) async throws -> Int64? {
        try await redis("HGET", ConsoleKeys.failures(name), "count").integer
    }
}
