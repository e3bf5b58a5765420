import HTTPTypes
import Testing

@testable import CasementDemo

@Suite struct SignedInTests {
    @Test("Fields are percent-decoded") func decodes() throws {
        var fields = try someone()
        fields[try name("Name")] = "Ann%20%C3%85kesson"
        fields[try name("Customer-External-Id")] = "100%25"
        let user = try #require(SignedIn(fields))
        #expect(user.name == "Ann Åkesson")
        #expect(user.externalID == "100%")
    }

    @Test("What the gateway did not send is unknown") func absent() throws {
        let user = try #require(SignedIn(try someone()))
        #expect(user.origin == nil)
        #expect(user.member == nil)
    }

    @Test("Without a partner or a customer nobody is signed in", arguments: ["Partner", "Customer"])
    func nobody(without suffix: String) throws {
        var fields = try someone()
        fields[try name(suffix)] = nil
        #expect(SignedIn(fields) == nil)
    }

    private func someone() throws -> HTTPFields { [try name("Partner"): "acme", try name("Customer"): "7"] }

    private func name(_ suffix: String) throws -> HTTPField.Name {
        try #require(HTTPField.Name("X-Casement-" + suffix))
    }
}
