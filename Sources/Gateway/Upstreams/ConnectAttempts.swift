import NIOCore

/// Which servers one request has tried to reach, and how long it may go on trying: nothing of it was sent so far.
struct ConnectAttempts {
    /// The numbers of those servers: none is tried twice.
    private(set) var tried: Set<Int> = []
    private var deadline: NIODeadline?

    /// The time for an attempt at this server, out of the `budget` for all: half of what is left, so that a server which
    /// says nothing leaves some for the others, and all of it for the last of `count`.
    mutating func begin(_ server: Int, of count: Int, budget: TimeAmount, at now: NIODeadline) -> TimeAmount {
        let end = deadline ?? now + budget
        deadline = end
        tried.insert(server)
        return tried.count < count ? .nanoseconds((end - now).nanoseconds / 2) : end - now
    }

    /// Whether time is left for another.
    func mayGoOn(at now: NIODeadline) -> Bool { deadline.map { now < $0 } ?? true }
}
