extension UnixTime {
    /// `2026-11-23T22:12:00Z` (RFC 3339 5.6), for the years 0 to 9999; others by their number of seconds.
    public var iso8601: String {
        let date = CivilDate(self)
        guard (0...9999).contains(date.year) else { return String(seconds) }
        let year = String(repeating: "0", count: 4 - String(date.year).count) + String(date.year)
        return "\(year)-\(two(date.month))-\(two(date.day))T\(two(date.hour)):\(two(date.minute)):\(two(date.second))Z"
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
