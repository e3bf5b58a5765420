import Domain
import Testing

struct CalendarDayTests {
    @Test(
        "A day is read, written and found from its moments",
        arguments: [
            ("1970-01-01", 0), ("2000-02-29", 11_016), ("2026-11-25", 20_782), ("1969-12-31", -1),
            ("0001-01-01", -719_162),
            ("9999-12-31", 2_932_896),
        ] as [(String, Int64)])
    func days(_ text: String, _ number: Int64) throws {
        let day = try #require(CalendarDay(text))
        #expect(day.number == number && day.description == text)
        #expect(CalendarDay(day.start) == day && CalendarDay(day.start + 86_399) == day)
        #expect(CalendarDay(day.start - 1) == day + -1)
    }

    @Test(
        "What is no day is not read",
        arguments: [
            "", "2026-02-29", "2026-13-01", "2026-00-01", "2026-11-31", "2026-1-1", "26-11-25", "+026-01-01",
            "2026-11-25Z",
        ])
    func malformed(_ text: String) { #expect(CalendarDay(text) == nil) }

    @Test("Months follow each other over the turn of a year")
    func months() {
        let november = CalendarMonth(UnixTime(1_795_564_800))
        #expect(november.description == "2026-11" && november.firstDay.description == "2026-11-01")
        #expect((november + 2).description == "2027-01" && (november + -11).description == "2025-12")
        for number in Int64(-400 * 12)..<(400 * 12) {
            let month = november + number
            #expect(CalendarMonth(month.firstDay.start) == month)
            #expect(CalendarMonth((month + 1).firstDay.start - 1) == month)
        }
    }
}
