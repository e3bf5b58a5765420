import Domain
import Testing

@Suite("Identifiers")
struct IdentifiersTests {
    @Test("A vendor id is 1 to 64 letters, digits, underscores and hyphens")
    func vendorID() {
        #expect(VendorID("Acme_1-x")?.rawValue == "Acme_1-x")
        #expect(VendorID(String(repeating: "a", count: 64)) != nil)
        for text in ["", String(repeating: "a", count: 65), "a b", "a:b", "a.b", "\u{E9}", "a\n"] {
            #expect(VendorID(text) == nil, "\(text)")
        }
    }

    @Test("A number is canonical decimal from 1 to the largest 64-bit one")
    func numericID() {
        #expect(CustomerID(decimal: "4676")?.rawValue == 4676)
        #expect(CustomerID(decimal: "9223372036854775807")?.rawValue == .max)
        for text in ["", "0", "01", "-1", "+1", "1 ", "9223372036854775808", "\u{0661}", "1e3"] {
            #expect(CustomerID(decimal: text) == nil, "\(text)")
        }
    }

    @Test("An external id is 1 to 255 bytes without control characters, compared by its bytes")
    func externalID() {
        #expect(ExternalID("BS-1 \u{E9}")?.rawValue == "BS-1 \u{E9}")
        #expect(ExternalID(String(repeating: "a", count: 255)) != nil)
        for text in ["", String(repeating: "a", count: 256), "a\u{0}", "a\nb", "\u{7F}", "\u{85}"] {
            #expect(ExternalID(text) == nil)
        }
        #expect(ExternalID("\u{E9}") != ExternalID("e\u{301}"))
    }
}
