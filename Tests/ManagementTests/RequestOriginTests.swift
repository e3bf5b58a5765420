import Domain
import HTTPTypes
import Testing

@testable import Management

@Suite struct RequestOriginTests {
    @Test("Only trusted proxies say where a request to the listener comes from") func proxies() throws {
        let proxies = TrustedProxies([try #require(AddressRange("10.0.0.0/8"))])
        let door = Door.admin(Endpoint(host: "127.0.0.1", port: 0))
        let fields: HTTPFields = [.forwardedFor: "198.51.100.9, 192.0.2.7, 10.0.0.2", .requestID: "theirs"]
        func address(from peer: String?, _ proxies: TrustedProxies) -> String? {
            RequestOrigin(fields, peerAddress: peer, door: door, proxies: proxies).address
        }
        #expect(address(from: "10.0.0.1", proxies) == "192.0.2.7")
        #expect(address(from: "203.0.113.5", proxies) == "203.0.113.5")
        #expect(address(from: "10.0.0.1", TrustedProxies([])) == "10.0.0.1")
        #expect(address(from: nil, proxies) == nil)
        let origin = RequestOrigin(fields, peerAddress: "10.0.0.1", door: door, proxies: proxies)
        #expect(origin.requestID != "theirs")
    }
}
