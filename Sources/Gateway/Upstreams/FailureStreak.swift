/// A server's failures in a row, as one loop sees them.
struct FailureStreak {
    /// So many make an outage.
    static let limit = 3

    private var count = 0

    /// Counts a failure; true when they make an outage, which is so again for each that follows.
    mutating func fail() -> Bool {
        count = min(count + 1, Self.limit)
        return count == Self.limit
    }

    /// The server has answered; true when that ends an outage.
    mutating func end() -> Bool {
        defer { count = 0 }
        return count == Self.limit
    }
}
