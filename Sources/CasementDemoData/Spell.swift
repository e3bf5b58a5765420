import Domain

/// A stretch of days with work.
struct Spell: Hashable, Sendable {
    /// The days, all up to today.
    let days: ClosedRange<CalendarDay>
    /// How many tasks a month it comes to.
    let tasksAMonth: Int64
    /// How many of a hundred jobs fail.
    let failuresInHundred: Double
    /// Days on which an app was down, and far more failed.
    let outage: ClosedRange<CalendarDay>?
}
