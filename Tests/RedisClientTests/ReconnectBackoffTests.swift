import NIOCore
import Testing

@testable import RedisClient

@Suite("Waiting before connecting again")
struct ReconnectBackoffTests {
    @Test("The first attempt is at once, then 10 ms doubles to one second")
    func doubling() {
        var backoff = ReconnectBackoff()
        let waits = (0..<10).map { _ in backoff.next(jitter: 0) }
        #expect(waits == [0, 10, 20, 40, 80, 160, 320, 640, 1000, 1000].map(TimeAmount.milliseconds))
    }

    @Test("Chance takes away up to half, and a reset starts again")
    func jitter() {
        var backoff = ReconnectBackoff()
        _ = backoff.next(jitter: 1)
        #expect(backoff.next(jitter: 1) == .milliseconds(5))
        backoff.reset()
        #expect(backoff.next(jitter: 0) == .zero)
    }
}
