import Domain
import Testing

@Suite("References")
struct ReferenceTests {
    @Test("Digits are a number, and E begins an external id")
    func reads() throws {
        #expect(Reference<CustomerID>("4676") == .id(CustomerID(4676)))
        #expect(Reference<CustomerID>("EBS-1") == .external(try #require(ExternalID("BS-1"))))
        #expect(Reference<CustomerID>("Ea%3Ab%20c") == .external(try #require(ExternalID("a:b c"))))
    }

    @Test("What is neither is nothing", arguments: ["", "E", "e1", "x", "0", "E%", "E%00", "E%FF", "-1"])
    func refuses(_ text: String) { #expect(Reference<CustomerID>(text) == nil) }

    @Test("The encoded form reads back", arguments: ["1", "EBS-1", "Ea%3Ab%20c%25"])
    func roundTrip(_ text: String) { #expect(Reference<CustomerID>(text)?.encoded == text) }
}
