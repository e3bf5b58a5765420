/// A day of the Gregorian calendar, UTC: what usage is counted by.
public struct CalendarDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01; negative before it.
    public let number: Int64

    /// Wraps a count of days since 1970-01-01.
    public init(_ number: Int64) { self.number = number }

    /// The day of a moment.
    public init(_ time: UnixTime) {
        let (days, rest) = time.seconds.quotientAndRemainder(dividingBy: 86_400)
        number = rest < 0 ? days - 1 : days
    }

    /// Reads `2026-11-25` (RFC 3339 full-date); nil for anything else, and for days that no month has.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], text.utf8.allSatisfy({ $0.isASCIIDigit || $0 == UInt8(ascii: "-") }),
            let year = Int64(Substring(parts[0])), let month = Int64(Substring(parts[1])),
            let day = Int64(Substring(parts[2])), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        self.init(CalendarMonth(year: year, month: month).firstDay.number + day - 1)
        guard CivilDate(start).day == Int(day) else { return nil }
    }

    /// Its first second.
    public var start: UnixTime { UnixTime(0) + number * 86_400 }

    /// The month it is in.
    public var month: CalendarMonth { CalendarMonth(start) }

    /// `2026-11-25`
    public var description: String { String(start.iso8601.prefix(10)) }

    /// Orders from past to future.
    public static func < (left: CalendarDay, right: CalendarDay) -> Bool { left.number < right.number }

    /// The day so many days later.
    public static func + (day: CalendarDay, days: Int64) -> CalendarDay { CalendarDay(day.number + days) }
}

/// A month of the Gregorian calendar, UTC: the billing period.
public struct CalendarMonth: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Months since January of the year 0.
    public let number: Int64

    /// Wraps a count of months since January of the year 0.
    public init(_ number: Int64) { self.number = number }

    /// The month of a moment.
    public init(_ time: UnixTime) {
        let date = CivilDate(time)
        self.init(year: Int64(date.year), month: Int64(date.month))
    }

    init(year: Int64, month: Int64) { number = year * 12 + month - 1 }

    /// Its first day, counted by eras of 400 years whose years begin in March.
    public var firstDay: CalendarDay {
        let (year, month) = (number / 12, number % 12 + 1)
        let shifted = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = shifted.quotientAndRemainder(dividingBy: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return CalendarDay(era * 146_097 + dayOfEra - 719_468)
    }

    /// `2026-11`
    public var description: String { String(firstDay.description.prefix(7)) }

    /// Orders from past to future.
    public static func < (left: CalendarMonth, right: CalendarMonth) -> Bool { left.number < right.number }

    /// The month so many months later.
    public static func + (month: CalendarMonth, months: Int64) -> CalendarMonth {
        CalendarMonth(month.number + months)
    }
}
