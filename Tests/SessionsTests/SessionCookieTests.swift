import Domain
import Testing

@testable import Sessions

@Suite("Cookie values")
struct SessionCookieTests {
    private static let random = String(repeating: "A", count: 43)

    @Test("A generated value reads back, and its hash is not its random part")
    func roundTrip() throws {
        let cookie = SessionCookie.generate(for: CustomerID(4676))
        let read = try #require(SessionCookie(cookie.value.reveal()))
        #expect(read == cookie)
        #expect(cookie.hash.utf8.count == 43)
        #expect(!cookie.value.reveal().contains(cookie.hash))
        #expect(!"\(cookie)".contains(cookie.value.reveal().suffix(43)))
        #expect(SessionCookie.generate(for: CustomerID(1)) != SessionCookie.generate(for: CustomerID(1)))
    }

    @Test(
        "Only the canonical spelling is read",
        arguments: [
            "", ".", "1", "1.", ".R", "0.R", "01.R", "+1.R", "-1.R", "1.RA", "1.S", "1.SB", "1.S=", "1.R ", " 1.R",
            "\"1.R\"", "1..S", "9223372036854775808.R", "1.S+", "1.R\0", "１.R",
        ])
    func refused(_ form: String) {
        let value = form.split(separator: "R", omittingEmptySubsequences: false).joined(separator: Self.random)
            .split(separator: "S", omittingEmptySubsequences: false).joined(separator: String(Self.random.dropLast()))
        #expect(SessionCookie(value) == nil)
    }

    @Test("The largest customer number is read")
    func largest() {
        #expect(SessionCookie("9223372036854775807." + Self.random)?.customer == CustomerID(.max))
    }
}
