import Testing

@testable import CasementApp

@Suite("Waiting to try again")
struct BackoffTests {
    @Test("The wait doubles up to eight seconds, and begins anew after a success")
    func waits() {
        var backoff = Backoff()
        let waits = (0..<7).map { _ in backoff.next() }
        #expect(waits == [250, 500, 1000, 2000, 4000, 8000, 8000].map { .milliseconds($0) })
        backoff.reset()
        #expect(backoff.next() == .milliseconds(250))
    }
}
