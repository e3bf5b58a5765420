import CasementTesting
import Testing

@testable import Gateway

@Suite("Least connections")
struct LeastConnectionsTests {
    @Test("The server with the fewest requests in flight is taken, and equals in turn")
    func fewest() {
        var order = LeastConnections()
        #expect((0..<4).map { _ in order.choose(below: 3) { [2, 1, 1][$0] } } == [1, 2, 1, 2])
        #expect((0..<4).map { _ in order.choose(below: 3) { _ in 0 } } == [0, 1, 2, 0])
    }

    @Test("One that is not to be taken never is, whatever its load")
    func left() {
        var order = LeastConnections()
        #expect((0..<4).map { _ in order.choose(below: 3) { [nil, 7, 7][$0] } } == [1, 2, 1, 2])
        #expect(order.choose(below: 3) { _ in nil } == nil)
        #expect(order.choose(below: 0) { $0 } == nil)
    }

    @Test("Requests that last keep the servers within one of each other")
    func balance() {
        var (order, loads, random) = (LeastConnections(), [0, 0, 0], SeededRandom(seed: 7))
        var widest = 0
        for _ in 0..<2000 {
            if let server = order.choose(below: 3, load: { loads[$0] }) { loads[server] += 1 }
            widest = max(widest, (loads.max() ?? 0) - (loads.min() ?? 0))
            // Requests end at the most loaded first, which is when nothing needs to be evened out.
            if random.next() % 2 == 0, let most = loads.indices.max(by: { loads[$0] < loads[$1] }) { loads[most] -= 1 }
        }
        #expect(widest == 1)
    }
}
