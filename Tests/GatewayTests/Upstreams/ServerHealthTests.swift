import CasementTesting
import NIOCore
import Testing

@testable import Gateway

@Suite("A server's health")
struct ServerHealthTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

    @Test("Three failures in a row are an outage, and so is each that follows, until an answer ends it")
    func streak() {
        var streak = FailureStreak()
        #expect((0..<5).map { _ in streak.fail() } == [false, false, true, true, true])
        #expect([streak.end(), streak.end()] == [true, false])
        #expect([streak.fail(), streak.fail(), streak.end(), streak.fail()] == [false, false, false, false])
    }

    @Test("Each ejection lasts twice as long as the last, up to a bound; failures meanwhile add nothing")
    func doubles() {
        var (health, now) = (ServerHealth(), start)
        for seconds: Int64 in [1, 2, 4, 8, 16, 32, 60, 60] {
            health.requestsFailed(at: now)
            health.requestsFailed(at: now + .milliseconds(500))
            let end = now + .seconds(seconds)
            #expect(health.outage(at: end - .nanoseconds(1)) == .requests && health.outage(at: end) == nil)
            now = end
        }
    }

    @Test("An answer ends an ejection, and the next is a first again; so is one after a long time without")
    func forgives() {
        var health = ServerHealth()
        health.requestsFailed(at: start)
        health.answered()
        #expect(health.outage(at: start) == nil)
        health.requestsFailed(at: start)
        #expect(health.outage(at: start + .milliseconds(999)) == .requests)
        #expect(health.outage(at: start + .seconds(1)) == nil)
        health.requestsFailed(at: start + .seconds(61))
        #expect(health.outage(at: start + .seconds(62)) == nil)
    }

    @Test("Three failed checks in a row take it out, two passed ones bring it back with a clean slate")
    func checks() {
        var health = ServerHealth()
        #expect(out(&health, [false, false, true, false, false]) == [false, false, false, false, false])
        #expect(out(&health, [false, true, false, true]) == [true, true, true, true])
        health.requestsFailed(at: start)
        #expect(health.outage(at: start) == .checks)
        #expect(out(&health, [true]) == [false])
        #expect(out(&health, [false, false]) == [false, false])
    }

    private func out(_ health: inout ServerHealth, _ checks: [Bool]) -> [Bool] {
        checks.map { passed in
            health.checked(passed: passed)
            return health.outage(at: start) != nil
        }
    }

    @Test("Whatever happens in whatever order, it is out exactly when its whole history says so", arguments: 0..<20)
    func model(seed: UInt64) {
        var (health, history, random, now) = (ServerHealth(), History(), SeededRandom(seed: seed), start)
        var differing: [Int] = []
        for step in 0..<300 {
            now = now + .milliseconds(Int64(random.next() % (random.next() % 20 == 0 ? 200_000 : 1500)))
            switch random.next() % 8 {
            case 0...3:
                health.requestsFailed(at: now)
                history.requestsFailed(at: now)
            case 4:
                health.answered()
                history.answered()
            case let event:
                health.checked(passed: event == 5)
                history.checked(event == 5)
            }
            if health.outage(at: now) != history.outage(at: now) { differing.append(step) }
        }
        #expect(differing.isEmpty)
    }

    /// All that happened, kept whole, and judged anew from the beginning.
    private struct History {
        private var ejections: [(start: NIODeadline, length: TimeAmount)] = []
        private var checks: [Bool] = []

        mutating func requestsFailed(at now: NIODeadline) {
            guard let last = ejections.last else { return ejections.append((now, .seconds(1))) }
            let end = last.start + last.length
            if now < end { return }
            let isForgotten = now - end >= .seconds(60)
            ejections.append((now, isForgotten ? .seconds(1) : min(.seconds(60), last.length + last.length)))
        }

        mutating func answered() { ejections = [] }

        mutating func checked(_ passed: Bool) {
            let wasDown = isDown
            checks.append(passed)
            if wasDown, !isDown { answered() }
        }

        func outage(at now: NIODeadline) -> ServerHealth.Outage? {
            if isDown { return .checks }
            return ejections.contains { $0.start <= now && now < $0.start + $0.length } ? .requests : nil
        }

        /// The last run of three failures or two passes decides.
        private var isDown: Bool {
            for end in checks.indices.reversed() {
                if end >= 2, !checks[(end - 2)...end].contains(true) { return true }
                if end >= 1, !checks[(end - 1)...end].contains(false) { return false }
            }
            return false
        }
    }
}
