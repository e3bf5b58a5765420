import Domain
import HTTPWire

/// Finds who sent a request: the peer, or what trusted proxies in front say of it.
struct ClientAddress: Sendable {
    let trustedProxies: [AddressRange]

    /// The rightmost entry of `X-Forwarded-For` that no trusted proxy owns, if the peer is one; else the peer.
    func of(peer: String, _ section: FieldSection) -> String {
        guard !trustedProxies.isEmpty, isTrusted(peer) else { return peer }
        let entries = section.fields.filter { $0.name == .xForwardedFor }
            .flatMap { section.text($0.valueRange).split(separator: ",").map(Self.trimmed) }
            .filter { !$0.isEmpty }  // a list may have gaps (RFC 9110 5.6.1)
        for entry in entries.reversed() {
            guard IPAddress(entry) != nil else { return peer }
            if !isTrusted(entry) { return entry }
        }
        return entries.first ?? peer
    }

    private func isTrusted(_ address: String) -> Bool { trustedProxies.contains { $0.contains(address) } }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
