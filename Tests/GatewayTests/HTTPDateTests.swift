import Domain
import Testing

@testable import Gateway

@Suite("Dates")
struct HTTPDateTests {
    @Test(
        "A moment is written as HTTP and as ISO 8601 want it",
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00Z"),
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z"),
            (951_782_399, "Mon, 28 Feb 2000 23:59:59 GMT", "2000-02-28T23:59:59Z"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT", "2000-02-29T00:00:00Z"),
            (-1, "Wed, 31 Dec 1969 23:59:59 GMT", "1969-12-31T23:59:59Z"),
        ])
    func format(seconds: Int64, http: String, iso: String) {
        #expect(HTTPDate.format(UnixTime(seconds)) == http)
        #expect(UnixTime(seconds).iso8601 == iso)
    }
}
