import Domain
import Synchronization

/// A time of day that moves only when a test says so.
public final class ManualClock: Sendable {
    private let time: Mutex<UnixTime>

    /// A clock that stands at `start`.
    public init(_ start: UnixTime = UnixTime(1_800_000_000)) { time = Mutex(start) }

    /// The moment it stands at.
    public var now: UnixTime { time.withLock { $0 } }

    /// Moves it on by so many seconds.
    public func advance(by seconds: Int64) { time.withLock { $0 = $0 + seconds } }
}
