import NIOCore
import Testing

@testable import Gateway

@Suite("Attempts to connect")
struct ConnectAttemptsTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

    @Test("A server that stands alone has all of the time")
    func alone() {
        var attempts = ConnectAttempts()
        #expect(attempts.mayGoOn(at: start))
        #expect(attempts.begin(0, of: 1, budget: .seconds(2), at: start) == .seconds(2))
        #expect(attempts.tried == [0])
    }

    @Test("Each but the last has half of what is left, and when nothing is left that is all")
    func shares() {
        var attempts = ConnectAttempts()
        #expect(attempts.begin(2, of: 3, budget: .seconds(2), at: start) == .seconds(1))
        #expect(attempts.begin(0, of: 3, budget: .seconds(2), at: start + .milliseconds(200)) == .milliseconds(900))
        #expect(attempts.mayGoOn(at: start + .milliseconds(1999)))
        #expect(attempts.begin(1, of: 3, budget: .seconds(2), at: start + .milliseconds(1100)) == .milliseconds(900))
        #expect(attempts.tried == [0, 1, 2])
        #expect(!attempts.mayGoOn(at: start + .seconds(2)))
    }
}
