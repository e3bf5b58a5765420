import Domain

/// The IMF-fixdate of RFC 9110 5.6.7, kept for the second it is of.
struct HTTPDate {
    private var second: UnixTime?
    private var text = ""

    mutating func text(at now: UnixTime) -> String {
        if now != second {
            second = now
            text = Self.format(now)
        }
        return text
    }

    static func format(_ time: UnixTime) -> String {
        let date = CivilDate(time)
        return "\(weekdays[date.weekday]), \(two(date.day)) \(months[date.month - 1]) \(date.year) "
            + "\(two(date.hour)):\(two(date.minute)):\(two(date.second)) GMT"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
