import Testing

@testable import CasementDemo

@Suite struct PartnerHostTests {
    @Test("The origin has the port that the browser used") func origin() throws {
        let host = try #require(PartnerHost(authority: "eu1.localhost:8083"))
        #expect(host.origin == "http://eu1.localhost:8083")
        #expect(host.origin(of: "na1.localhost") == "http://na1.localhost:8083")
    }

    @Test(
        "No other name is served", arguments: [nil, "", "127.0.0.1:8083", "evil.example", "na1.localhost.evil.example"])
    func refuses(authority: String?) { #expect(PartnerHost(authority: authority) == nil) }
}
