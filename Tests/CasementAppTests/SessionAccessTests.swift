import CasementTesting
import Domain
import NIOCore
import RedisClient
import Sessions
import Synchronization
import Testing

@testable import CasementApp

@Suite("Sessions from outside the event loops", .enabled(if: RedisServerProcess.isInstalled))
struct SessionAccessTests {
    @Test("One connection serves every question, and is made again when it was lost")
    func connection() async throws {
        let redis = try RedisServerProcess()
        let access = SessionAccess(RedisServer(try RedisAddress(redis.url)), SessionLimits(), timeout: .seconds(8))
        let selection = SessionSelection(.customer(CustomerID(1)))
        for _ in 0..<3 { #expect(try await access.list(selection, at: UnixTime(0)).isEmpty) }
        redis.kill()
        await #expect(throws: SessionStoreError.self) { try await access.count(selection, at: UnixTime(0)) }
        try redis.start()
        let clock = ContinuousClock()
        let end = clock.now + .seconds(60)
        var answer: Int?
        while answer == nil, clock.now < end { answer = try? await access.end(selection, at: UnixTime(0)) }
        #expect(answer == 0)
        #expect(try await !access.end(sessionID: "x", of: CustomerID(1), at: UnixTime(0)))
        try await access.close()
        await #expect(throws: SessionStoreError.self) { try await access.count(selection, at: UnixTime(0)) }
    }

    @Test("Every end waits until nobody here serves the session any more, and nothing else does")
    func settles() async throws {
        let redis = try SharedRedis()
        let settled = Settled()
        let access = SessionAccess(RedisServer(try RedisAddress(redis.url)), SessionLimits(), timeout: .seconds(8))
            .afterEnds { settled.count.withLock { $0 += 1 } }
        let selection = SessionSelection(.customer(CustomerID(1)))
        _ = try await access.list(selection, at: UnixTime(0))
        _ = try await access.count(selection, at: UnixTime(0))
        #expect(settled.count.withLock { $0 } == 0)
        try await access.end(selection, at: UnixTime(0))
        #expect(settled.count.withLock { $0 } == 1)
        _ = try await access.end(sessionID: "x", of: CustomerID(1), at: UnixTime(0))
        #expect(settled.count.withLock { $0 } == 2)
        try await access.close()
        withExtendedLifetime(redis) {}
    }

    private final class Settled: Sendable { let count = Mutex(0) }
}
