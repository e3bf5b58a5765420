import CasementTesting
import Domain
import NIOCore
import RedisClient
import Testing

@testable import Sessions

@Suite("Invitations to the console", .enabled(if: RedisServerProcess.isInstalled))
struct InvitationsTests {
    private static let ann = TeamUserID(1)

    @Test("An invitation may be looked at often and used once, by one of many at once")
    func once() async throws {
        let rig = try await Rig()
        let code = try await rig.invite(Self.ann)
        for _ in 0..<2 { #expect(try await rig.invitations { $0.invited(by: code) } == Self.ann) }
        let taken = try await rig.run { store in
            EventLoopFuture.whenAllSucceed(
                (0..<20).map { _ in Invitations(redis: store.redis).accept(code) }, on: store.redis.eventLoop)
        }
        #expect(taken.compactMap { $0 } == [Self.ann])
        #expect(try await rig.invitations { $0.invited(by: code) } == nil)
        #expect(try await rig.invitations { $0.accept(.generate()) } == nil)
    }

    @Test("A new invitation ends the former one of the same user, and nobody else's")
    func anew() async throws {
        let rig = try await Rig()
        let (former, others) = (try await rig.invite(Self.ann), try await rig.invite(TeamUserID(2)))
        let latest = try await rig.invite(Self.ann)
        #expect(try await rig.invitations { $0.accept(former) } == nil)
        #expect(try await rig.invitations { $0.accept(others) } == TeamUserID(2))
        #expect(try await rig.invitations { $0.accept(latest) } == Self.ann)
    }

    @Test("It is good for three days, and Redis never sees its code")
    func expiry() async throws {
        let rig = try await Rig()
        let code = try await rig.invite(Self.ann)
        let keys = try #require(try await rig.redis("KEYS", "*").array?.compactMap(\.text))
        #expect(Set(keys) == ["{console}:i:\(code.hash)", "{console}:l:1"])
        for key in keys {
            let left = try #require(try await rig.redis("TTL", .text(key)).integer)
            #expect((3 * 86_400 - 3600...3 * 86_400).contains(left))
            #expect(try await rig.redis("GET", .text(key)).text?.contains(code.value.reveal()) == false)
        }
        _ = try await rig.redis("PEXPIRE", .text("{console}:i:\(code.hash)"), "0")
        #expect(try await rig.invitations { $0.accept(code) } == nil)
    }
}

extension Rig {
    fileprivate func invitations<Value: Sendable>(
        _ body: @escaping @Sendable (Invitations) -> EventLoopFuture<Value>
    ) async throws -> Value {
        try await run { body(Invitations(redis: $0.redis)) }
    }

    fileprivate func invite(_ user: TeamUserID) async throws -> OneUseCode {
        try await invitations { $0.invite(user) }
    }
}
