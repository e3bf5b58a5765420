import Testing

@testable import Sessions

@Suite("The memory that forgets what was used least recently")
struct LeastRecentlyUsedTests {
    /// The same by the plainest means: the last of the list was used last.
    private struct Model {
        let capacity: Int
        var entries: [(key: Int, value: Int)] = []

        mutating func use(_ key: Int) -> Int? {
            guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
            let entry = entries.remove(at: index)
            entries.append(entry)
            return entry.value
        }

        mutating func put(_ value: Int, for key: Int) -> Int? {
            let before = remove(key)
            entries.append((key, value))
            return before == nil && entries.count > capacity ? entries.removeFirst().value : nil
        }

        mutating func remove(_ key: Int) -> Int? {
            entries.firstIndex { $0.key == key }.map { entries.remove(at: $0).value }
        }
    }

    @Test("It does what a plain list does, whatever is asked of it", arguments: [1, 2, 3, 8, 50])
    func model(capacity: Int) {
        var random = SystemRandomNumberGenerator()
        var memory = LeastRecentlyUsed<Int, Int>(capacity: capacity)
        var model = Model(capacity: capacity)
        for step in 0..<5000 {
            let key = Int.random(in: 0..<(2 * capacity + 1), using: &random)
            switch Int.random(in: 0..<20, using: &random) {
            case 0..<9: #expect(memory.use(key) == model.use(key))
            case 9..<16: #expect(memory.put(step, for: key) == model.put(step, for: key))
            case 16..<19: #expect(memory.remove(key) == model.remove(key))
            default:
                guard step % 10 == 0 else { continue }
                memory.removeAll()
                model.entries = []
            }
            #expect(memory.count == model.entries.count)
        }
    }
}
