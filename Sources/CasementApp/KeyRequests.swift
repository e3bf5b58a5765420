import Domain
import Synchronization

/// Which partners' keys shall be fetched because a token names one that is not there: each at most once a minute, however
/// many such tokens come.
struct KeyRequests: Sendable {
    /// Seconds from one request of a partner that is passed on to the next.
    static let pause: Int64 = 60
    /// So many partners may wait; what more would be asked for, the hourly fetch brings.
    static let capacity = 10_000

    private var waiting: Set<VendorID> = []
    private var passedOn: [VendorID: UnixTime] = [:]

    /// Notes that a partner's keys are wanted.
    mutating func add(_ partner: VendorID) {
        if waiting.count < Self.capacity { waiting.insert(partner) }
    }

    /// The partners whose turn it is; the others go on waiting until their minute is over.
    mutating func take(at now: UnixTime) -> [VendorID] {
        // A clock that was set back makes nobody wait longer than the minute.
        passedOn = passedOn.filter { $0.value <= now && now < $0.value + Self.pause }
        let ready = waiting.filter { passedOn[$0] == nil }
        waiting.subtract(ready)
        for partner in ready { passedOn[partner] = now }
        return Array(ready)
    }
}

/// The requests of all loops in one place.
final class SharedKeyRequests: Sendable {
    private let requests = Mutex(KeyRequests())

    /// Notes that a partner's keys are wanted; never waits for more than another note.
    func add(_ partner: VendorID) { requests.withLock { $0.add(partner) } }

    /// The partners whose turn it is.
    func take(at now: UnixTime) -> [VendorID] { requests.withLock { $0.take(at: now) } }
}
