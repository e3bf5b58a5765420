import Domain
import HTTPTypes
import OpenSSLCrypto

/// Where a request comes from and how it is named, in answers, log lines and the audit trail.
struct RequestOrigin: Sendable {
    /// The request's id.
    let requestID: String
    /// The client's address, as far as it is known.
    let address: String?

    /// At the gateway's door its words count; at the listener those of trusted proxies, on the client's address.
    init(_ fields: HTTPFields, peerAddress: String?, door: Door, proxies: TrustedProxies) {
        let told = door.isBehindGateway ? fields : [:]
        requestID = told[.requestID].flatMap(Self.id) ?? Base64URL.encode(SecureRandom.bytes(12))
        address =
            door.isBehindGateway
            ? told[.forwardedFor].flatMap { IPAddress($0)?.description } ?? peerAddress
            : peerAddress.map { proxies.client(peer: $0, forwardedFor: fields[values: .forwardedFor]) }
    }

    private static func id(_ text: String) -> String? {
        (1...128).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? text : nil
    }
}

extension HTTPField.Name {
    /// Names a request in answers and logs.
    static let requestID = known("X-Request-Id")
    /// The client that a proxy saw.
    static let forwardedFor = known("X-Forwarded-For")

    private static func known(_ name: StaticString) -> HTTPField.Name {
        // Nil only for what is no token, which these constants are not.
        HTTPField.Name("\(name)") ?? .via
    }
}
