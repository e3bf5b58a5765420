import Domain

extension FieldType<UnixTime> {
    /// A date and time with its offset.
    static var moment: Self {
        FieldType<String>.text.map(orRefuse: "must be a time like 2026-11-23T22:12:00Z") { UnixTime(rfc3339: $0) }
    }

    /// A moment, or a day, which then means its first second.
    static var momentOrDay: Self { momentOrDay { $0.start } }

    /// A moment before which something lies, or a day, which then means that it lies on that day or before.
    static var momentOrEndOfDay: Self { momentOrDay { ($0 + 1).start } }

    private static func momentOrDay(_ end: @escaping @Sendable (CalendarDay) -> UnixTime) -> Self {
        FieldType<String>.text.map(orRefuse: "must be a day like 2026-11-23, or a time like 2026-11-23T22:12:00Z") {
            CalendarDay($0).map(end) ?? UnixTime(rfc3339: $0)
        }
    }
}

extension FieldType<CalendarDay> {
    /// A day.
    static var day: Self { FieldType<String>.text.map(orRefuse: "must be a day like 2026-11-23") { CalendarDay($0) } }
}
