/// Keeps values that were used lately, in two generations: the older goes as a whole when the younger is full.
struct RecentValues<Key: Hashable, Value> {
    private let capacity: Int
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]

    /// Nothing yet; at most twice `capacity`.
    init(capacity: Int) { self.capacity = capacity }

    /// How many there are.
    var count: Int { young.count + old.count }

    /// The value, which thereby is used.
    mutating func value(of key: Key) -> Value? {
        if let value = young[key] { return value }
        guard let value = old.removeValue(forKey: key) else { return nil }
        put(value, for: key)
        return value
    }

    /// Adds a value, or takes its new state.
    mutating func put(_ value: Value, for key: Key) {
        if young.count >= capacity, young[key] == nil { age() }
        old[key] = nil
        young[key] = value
    }

    /// Lets go of what was not used since the last time.
    mutating func age() {
        old = young
        young = [:]
    }

    /// Lets go of everything.
    mutating func removeAll() {
        young = [:]
        old = [:]
    }
}
