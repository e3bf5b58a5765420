import CasementTesting
import Domain
import Testing

@testable import Sessions

@Suite("The life of a session", .enabled(if: RedisServerProcess.isInstalled))
struct SessionLifeTests {
    @Test("A working day of requests, on two nodes by turns, is one session and a write a minute")
    func workingDay() async throws {
        let day = try await Day(SessionLimits())
        for minute in 0..<(8 * 60) {
            for second in 0..<3 {
                day.clock.advance(by: 20)
                #expect(try await day.isServed(at: day.nodes[(minute + second) % 2]))
            }
        }
        #expect(try await day.writes() == 8 * 60)
        #expect(try await day.record()?.lastSeenAt == Rig.start + 8 * 3600)
    }

    @Test("It ends an hour after the last activity that was written, to the second")
    func idle() async throws {
        let day = try await Day(SessionLimits())
        day.clock.advance(by: 600)
        #expect(try await day.isServed(at: day.nodes[0]))
        day.clock.advance(by: 59)
        #expect(try await day.isServed(at: day.nodes[1]))
        day.clock.advance(by: 3600 - 59 - 1)
        for node in day.nodes { #expect(try await day.isServed(at: node, touches: false)) }
        day.clock.advance(by: 1)
        for node in day.nodes { #expect(try await !day.isServed(at: node)) }
    }

    @Test("It ends twelve hours after the sign-in, to the second, whatever the activity")
    func absolute() async throws {
        let day = try await Day(SessionLimits())
        for _ in 0..<(12 * 4 - 1) {
            day.clock.advance(by: 900)
            #expect(try await day.isServed(at: day.nodes[0]))
        }
        day.clock.advance(by: 899)
        for node in day.nodes { #expect(try await day.isServed(at: node)) }
        day.clock.advance(by: 1)
        for node in day.nodes { #expect(try await !day.isServed(at: node)) }
    }

    @Test("Coalescing ends no session in steady use", arguments: [4, 10, 100, 3600] as [Int64])
    func steadyUse(idle: Int64) async throws {
        let limits = SessionLimits(idle: idle, absolute: 1_000_000)
        let day = try await Day(limits)
        var random = SeededRandom(seed: UInt64(idle))
        for _ in 0..<200 {
            // Whatever was not written came less than an interval after what was.
            let longest = idle - limits.touchInterval
            day.clock.advance(by: Bool.random(using: &random) ? longest : Int64.random(in: 1...longest, using: &random))
            let node = day.nodes[Int.random(in: 0..<2, using: &random)]
            try #require(await day.isServed(at: node), "seed \(idle), \(day.clock.now)")
        }
    }
}

/// One session, two nodes that serve it, and a clock.
private struct Day {
    let clock = ManualClock(Rig.start)
    let nodes: [SessionNode]
    private let rig: Rig
    private let cookie: SessionCookie

    init(_ limits: SessionLimits) async throws {
        rig = try await Rig(limits: limits)
        cookie = try await rig.signIn()
        nodes = [
            try await SessionNode(url: rig.server.url, limits: limits, capacity: 8),
            try await SessionNode(url: rig.server.url, limits: limits, capacity: 8),
        ]
    }

    /// A request at the clock's time; once it is answered, its activity is written.
    func isServed(at node: SessionNode, touches: Bool = true) async throws -> Bool {
        let session = try await node.session(cookie, at: clock.now, touches: touches)
        try await node.settle()
        return session != nil
    }

    /// How often activity was written; the sign-in wrote the record once more.
    func writes() async throws -> Int { try await rig.commands("hset") - 1 }

    func record() async throws -> Session? { try await rig.load(cookie, at: clock.now) }
}
