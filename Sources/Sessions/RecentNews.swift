/// The sessions that were lately heard to have changed, in order, so that what was asked before the news and answered after
/// it is not taken for the later state.
struct RecentNews {
    private let capacity: Int
    private var ids: [String] = []
    /// How much was heard in all.
    private(set) var count = 0

    /// Nothing yet; the last `capacity` are remembered.
    init(capacity: Int = 4096) { self.capacity = capacity }

    /// Notes that this session has changed.
    mutating func add(_ id: String) {
        if ids.count < capacity { ids.append(id) } else { ids[count % capacity] = id }
        count += 1
    }

    /// Whether this session may have changed since `count` was this; what is forgotten may have been about it.
    func mayConcern(_ id: String, since start: Int) -> Bool {
        guard count - start <= capacity else { return true }
        return (start..<count).contains { ids[$0 % capacity] == id }
    }
}
