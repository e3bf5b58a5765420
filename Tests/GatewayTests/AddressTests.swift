import Domain
import HTTPWire
import Testing

@testable import Gateway

@Suite("Hosts and addresses")
struct AddressTests {
    @Test(
        "Only the public authority is served, unless more are listed",
        arguments: [
            ("gw.example", true), ("GW.example", true), ("gw.example:443", true), ("gw.example:8443", false),
            ("evil.example", false), ("localhost", false), ("127.0.0.1", false),
        ])
    func publicHost(host: String, served: Bool) throws {
        #expect(try hosts("https://gw.example").serve(host) == served)
    }

    @Test(
        "Loopback names count as one when the public URL is loopback",
        arguments: [
            ("127.0.0.1:8080", true), ("localhost:8080", true), ("gw.localhost:8080", true), ("127.9.9.9:8080", true),
            ("[::1]:8080", true), ("localhost", false), ("localhost:9", false), ("127.evil.example:8080", false),
        ])
    func loopback(host: String, served: Bool) throws {
        #expect(try hosts("http://127.0.0.1:8080").serve(host) == served)
    }

    @Test("Listed hosts are served, with any port unless one is named")
    func listed() throws {
        let hosts = try hosts("https://gw.example", "b.example", "c.example:8443")
        #expect(hosts.serve("B.example:9") && hosts.serve("b.example") && hosts.serve("c.example:8443"))
        #expect(!hosts.serve("c.example"))
        #expect(try self.hosts("https://gw.example", "*").serve("anything"))
    }

    @Test("The client is the rightmost that no trusted proxy owns")
    func clientAddress() throws {
        let address = ClientAddress(
            trustedProxies: TrustedProxies([
                try #require(AddressRange("10.0.0.0/8")), try #require(AddressRange("::1")),
            ]))
        let forwarded = try head("/", "X-Forwarded-For: 1.1.1.1, 2.2.2.2", "X-Forwarded-For: 10.1.1.1").section
        #expect(address.of(peer: "10.0.0.1", forwarded) == "2.2.2.2")
        #expect(address.of(peer: "::1", forwarded) == "2.2.2.2")
        #expect(address.of(peer: "3.3.3.3", forwarded) == "3.3.3.3")
        let broken = try head("/", "X-Forwarded-For: 1.1.1.1, unknown").section
        #expect(address.of(peer: "10.0.0.1", broken) == "10.0.0.1")
        let gaps = try head("/", "X-Forwarded-For: 1.1.1.1, 2.2.2.2, , 10.1.1.1,\t,").section
        #expect(address.of(peer: "10.0.0.1", gaps) == "2.2.2.2")
        #expect(ClientAddress(trustedProxies: TrustedProxies([])).of(peer: "10.0.0.1", forwarded) == "10.0.0.1")
    }

    private func hosts(_ url: String, _ hosts: String...) throws -> ServedHosts {
        ServedHosts(publicURL: PublicURL(try OriginParser().origin(url)), hosts: hosts)
    }
}
