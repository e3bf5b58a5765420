import Domain
import Testing

@testable import CasementApp

@Suite("Requests for keys")
struct KeyRequestsTests {
    private let start = UnixTime(1_000_000)

    @Test("A partner is passed on once a minute, however often it is asked for")
    func onceAMinute() throws {
        let acme = try #require(VendorID("acme"))
        var requests = KeyRequests()
        #expect(requests.take(at: start) == [])
        for _ in 0..<3 { requests.add(acme) }
        #expect(requests.take(at: start) == [acme])
        #expect(requests.take(at: start) == [])
        requests.add(acme)
        #expect(requests.take(at: start + 59) == [])
        #expect(requests.take(at: start + 60) == [acme])
        #expect(requests.take(at: start + 200) == [])
    }

    @Test("One partner's minute holds up no other's, and a clock set back holds up nobody")
    func independence() throws {
        let (acme, beta) = (try #require(VendorID("acme")), try #require(VendorID("beta")))
        var requests = KeyRequests()
        requests.add(acme)
        #expect(requests.take(at: start) == [acme])
        requests.add(acme)
        requests.add(beta)
        #expect(requests.take(at: start + 1) == [beta])
        #expect(requests.take(at: start - 3600) == [acme])
    }

    @Test("Only so many partners wait at a time")
    func capacity() throws {
        var requests = KeyRequests()
        for number in 0..<KeyRequests.capacity + 5 { requests.add(try #require(VendorID("p\(number)"))) }
        #expect(requests.take(at: start).count == KeyRequests.capacity)
    }
}
