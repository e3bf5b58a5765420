import Domain

/// Moments as the demo counts them: back from today. None is in the future.
struct DemoClock: Hashable, Sendable {
    /// What everything is told up to.
    let now: UnixTime

    /// The day of `now`.
    var today: CalendarDay { CalendarDay(now) }

    /// A moment so many days ago, so many seconds into its day.
    func time(daysAgo: Int64, second: Int64 = 0) -> UnixTime { cut((today + -daysAgo).start + second) }

    /// The moment, or now when it is still to come.
    func cut(_ time: UnixTime) -> UnixTime { min(time, now) }

    /// The last second of a day, or now.
    func end(of day: CalendarDay) -> UnixTime { cut((day + 1).start - 1) }
}
