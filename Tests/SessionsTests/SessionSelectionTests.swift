import CasementTesting
import Domain
import NIOCore
import RedisClient
import Testing

@testable import Sessions

@Suite("Selections of sessions", .enabled(if: RedisServerProcess.isInstalled))
struct SessionSelectionTests {
    private func filled() async throws -> Rig {
        let rig = try await Rig()
        for _ in 0..<3 { _ = try await rig.signIn(1, member: 7) }
        for _ in 0..<2 { _ = try await rig.signIn(1, member: 8, origin: "two.example") }
        _ = try await rig.signIn(1)
        _ = try await rig.signIn(2, origin: nil)
        return rig
    }

    private static func cases(_ vendor: VendorID) -> [(SessionSelection, Int)] {
        [
            (SessionSelection(.member(MemberID(7), of: CustomerID(1))), 3),
            (SessionSelection(.member(MemberID(9), of: CustomerID(1))), 0),
            (SessionSelection(.withoutMember(of: CustomerID(1))), 1),
            (SessionSelection(.customer(CustomerID(1))), 6),
            (SessionSelection(.customer(CustomerID(1)), pinnedTo: Rig.origin("two.example")), 2),
            (SessionSelection(.partner(vendor), pinnedTo: Rig.origin("one.example")), 4),
            (SessionSelection(.partner(vendor)), 7),
        ]
    }

    @Test("Each selection is counted, listed and ended, and nothing beyond it")
    func selections() async throws {
        let vendor = try #require(Rig.acme)
        for (selection, expected) in Self.cases(vendor) {
            let rig = try await filled()
            #expect(try await rig.run { $0.count(selection, at: Rig.start) } == expected)
            let listed = try await rig.run { $0.list(selection, limit: 100, at: Rig.start) }
            #expect(Set(listed.map(\.id)).count == expected && listed.count == expected)
            #expect(try await rig.run { $0.end(selection, at: Rig.start) } == expected)
            #expect(try await rig.run { $0.end(selection, at: Rig.start) } == 0)
            #expect(try await rig.run { $0.count(SessionSelection(.partner(vendor)), at: Rig.start) } == 7 - expected)
        }
    }

    @Test("One session is ended by its public id")
    func byID() async throws {
        let rig = try await filled()
        let cookie = try await rig.signIn(1, member: 9)
        let id = try #require(try await rig.load(cookie)?.id)
        #expect(try await !rig.run { $0.end(sessionID: id, of: CustomerID(2), at: Rig.start) })
        #expect(try await rig.run { $0.end(sessionID: id, of: CustomerID(1), at: Rig.start) })
        #expect(try await !rig.run { $0.end(sessionID: id, of: CustomerID(1), at: Rig.start) })
        #expect(try await rig.load(cookie) == nil)
        #expect(try await rig.run { $0.count(SessionSelection(.customer(CustomerID(1))), at: Rig.start) } == 6)
    }

    @Test("A large index is ended in pieces, whole")
    func large() async throws {
        let rig = try await Rig()
        let made = try await rig.run { store in
            EventLoopFuture.whenAllSucceed(
                (0..<3000).compactMap { number in
                    (try? Rig.new(1, member: Int64(number % 2 + 1))).map {  // the rig's fixed vendor id always parses
                        store.creation($0, .generate(for: CustomerID(1)))
                    }
                }, on: store.redis.eventLoop)
        }
        #expect(made.count == 3000)
        let half = SessionSelection(.member(MemberID(1), of: CustomerID(1)))
        #expect(try await rig.run { $0.end(half, at: Rig.start) } == 1500)
        #expect(try await rig.redis("ZCARD", "{c1}:i").integer == 1500)
    }
}
