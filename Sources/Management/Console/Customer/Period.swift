import Domain

/// The days that a dashboard shows, as its URL names them.
struct Period {
    /// A choice that is always there.
    private enum Choice: String, CaseIterable {
        case sevenDays = "7d"
        case thirtyDays = "30d"
        case ninetyDays = "90d"
        case twelveMonths = "12m"
        case custom

        var label: String {
            switch self {
            case .sevenDays: "7 days"
            case .thirtyDays: "30 days"
            case .ninetyDays: "90 days"
            case .twelveMonths: "12 months"
            case .custom: "Custom"
            }
        }

        /// How many days it is; nil for a range of one's own.
        var days: Int64? {
            switch self {
            case .sevenDays: 7
            case .thirtyDays: 30
            case .ninetyDays: 90
            case .twelveMonths: 365
            case .custom: nil
            }
        }
    }

    /// The first day.
    let first: CalendarDay
    /// The last day, included.
    let last: CalendarDay

    private let choice: Choice

    /// Reads `period`, or `from` and `to`; thirty days unless said otherwise, and never more than 366.
    init(_ query: FormFields, today: CalendarDay) throws(APIProblem) {
        let (from, to) = (query.value("from"), query.value("to"))
        choice =
            query.value("period").flatMap(Choice.init(rawValue:)) ?? (from == nil && to == nil ? .thirtyDays : .custom)
        if let days = choice.days {
            (first, last) = (today + (1 - days), today)
            return
        }
        let last = try Self.day("to", to) ?? today
        let first = try Self.day("from", from) ?? last + -29
        guard (0...365).contains(last.number - first.number) else {
            throw .requestInvalid("Choose a first day that is not after the last, and at most 365 days before it.")
        }
        (self.first, self.last) = (first, last)
    }

    /// The choices as links to pages at `path`, and the days.
    func values(_ path: String) -> ConsoleTemplates.Values {
        [
            "choices": Choice.allCases.filter { $0.days != nil }.map { other -> ConsoleTemplates.Values in
                ["label": other.label, "href": "\(path)?period=\(other.rawValue)", "is_current": other == choice]
            },
            "is_custom": choice == .custom, "from": first.description, "to": last.description, "action": path,
            "text": "\(Moment.day(first)) – \(Moment.day(last))",
        ]
    }

    private static func day(_ name: String, _ text: String?) throws(APIProblem) -> CalendarDay? {
        guard let text else { return nil }
        guard let day = CalendarDay(text) else { throw .requestInvalid("Write \(name) as a day like 2026-11-23.") }
        return day
    }
}
