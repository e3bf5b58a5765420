/// A bounded memory of values by key, of which the one that was not used for longest gives way to a new one.
struct LeastRecentlyUsed<Key: Hashable, Value> {
    private struct Node {
        let key: Key
        var value: Value
        var newer: Int
        var older: Int
    }

    private static var none: Int { -1 }

    private let capacity: Int
    private var places: [Key: Int] = [:]
    private var nodes: [Node?] = []
    private var free: [Int] = []
    private var newest = none
    private var oldest = none

    /// Nothing yet; at most `capacity` values, at least one.
    init(capacity: Int) { self.capacity = max(capacity, 1) }

    /// How many there are.
    var count: Int { places.count }

    /// The value, which thereby is the one used last.
    mutating func use(_ key: Key) -> Value? {
        guard let place = places[key] else { return nil }
        if place != newest {
            unlink(place)
            linkAsNewest(place)
        }
        return nodes[place]?.value
    }

    /// Adds a value, or takes its new state, as the one used last; gives the one that had to go.
    mutating func put(_ value: Value, for key: Key) -> Value? {
        if let place = places[key] {
            nodes[place]?.value = value
            _ = use(key)
            return nil
        }
        let gone = places.count < capacity ? nil : nodes[oldest].flatMap { remove($0.key) }
        let place = free.popLast() ?? nodes.count
        let node = Node(key: key, value: value, newer: Self.none, older: Self.none)
        if place == nodes.count { nodes.append(node) } else { nodes[place] = node }
        places[key] = place
        linkAsNewest(place)
        return gone
    }

    /// Lets go of a value.
    mutating func remove(_ key: Key) -> Value? {
        guard let place = places.removeValue(forKey: key) else { return nil }
        unlink(place)
        defer {
            nodes[place] = nil
            free.append(place)
        }
        return nodes[place]?.value
    }

    /// Lets go of everything.
    mutating func removeAll() { self = LeastRecentlyUsed(capacity: capacity) }

    private mutating func linkAsNewest(_ place: Int) {
        nodes[place]?.newer = Self.none
        nodes[place]?.older = newest
        if newest == Self.none { oldest = place } else { nodes[newest]?.newer = place }
        newest = place
    }

    private mutating func unlink(_ place: Int) {
        guard let node = nodes[place] else { return }
        if node.newer == Self.none { newest = node.older } else { nodes[node.newer]?.older = node.older }
        if node.older == Self.none { oldest = node.newer } else { nodes[node.older]?.newer = node.newer }
    }
}
