import NIOCore

/// How long to wait before the next attempt to connect: nothing at first, then 10 ms doubling to 1 s, less up to half at random.
struct ReconnectBackoff {
    private var failures = 0

    /// The wait before the next attempt; `jitter` of 0 to 1 takes away up to half.
    mutating func next(jitter: Double) -> TimeAmount {
        defer { failures = min(failures + 1, 8) }
        guard failures > 0 else { return .zero }
        let milliseconds = min(10 << (failures - 1), 1000)
        return .microseconds(Int64(Double(milliseconds) * 1000 * (1 - jitter / 2)))
    }

    /// Starts from nothing again, when a connection has proved itself.
    mutating func reset() { failures = 0 }
}
