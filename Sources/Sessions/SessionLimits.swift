/// How long a session lives, in seconds.
public struct SessionLimits: Hashable, Sendable {
    /// From the last activity.
    public let idle: Int64
    /// From sign-in, whatever the activity.
    public let absolute: Int64

    /// Sixty minutes and twelve hours, unless set; at least a second each.
    public init(idle: Int64 = 3600, absolute: Int64 = 43_200) {
        self.idle = max(idle, 1)
        self.absolute = max(absolute, 1)
    }

    /// Last-seen is written at most once in so many seconds.
    public var touchInterval: Int64 { max(min(60, idle / 4), 1) }

    /// A former cookie value works for so many seconds more.
    static let grace: Int64 = 10
}
