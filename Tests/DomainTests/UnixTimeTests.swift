import Domain
import Testing

@Suite struct UnixTimeTests {
    @Test(
        "A date and time is read with its offset, to the second",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-11-23T22:12:00Z", 1_795_471_920),
            ("2026-11-23t22:12:00z", 1_795_471_920),
            ("2026-11-23T23:12:00+01:00", 1_795_471_920), ("2026-11-23T21:42:00-00:30", 1_795_471_920),
            ("2026-11-23T22:12:00.999Z", 1_795_471_920), ("2024-02-29T00:00:00Z", 1_709_164_800),
            ("0001-01-01T00:00:00Z", -62_135_596_800), ("1969-12-31T23:59:59Z", -1),
        ] as [(String, Int64)])
    func reads(text: String, seconds: Int64) { #expect(UnixTime(rfc3339: text)?.seconds == seconds) }

    @Test(
        "Anything else is none",
        arguments: [
            "", "2026-11-23", "2026-11-23T22:12:00", "2026-11-23 22:12:00Z", "2026-11-23T22:12Z",
            "2026-02-29T00:00:00Z",
            "2026-11-23T24:00:00Z", "2026-11-23T22:60:00Z", "2026-11-23T22:12:60Z", "2026-11-23T22:12:00.Z",
            "2026-11-23T22:12:00+0100", "2026-11-23T22:12:00+24:00", "2026-11-23T22:12:00ZZ", "2026-13-01T00:00:00Z",
            "+026-11-23T22:12:00Z", "2026-11-23T22:12:00\u{0}",
        ])
    func refuses(text: String) { #expect(UnixTime(rfc3339: text) == nil) }

    @Test("What is written is read back") func roundTrip() {
        for seconds: Int64 in [0, 1_795_471_920, -1, 253_402_300_799] {
            #expect(UnixTime(rfc3339: UnixTime(seconds).iso8601) == UnixTime(seconds))
        }
    }
}
