import Domain
import HTTPWire

/// Finds who sent a request: the peer, or what trusted proxies in front say of it.
struct ClientAddress: Sendable {
    let trustedProxies: TrustedProxies

    func of(peer: String, _ section: FieldSection) -> String {
        guard trustedProxies.contains(peer) else { return peer }
        return trustedProxies.client(
            peer: peer,
            forwardedFor: section.fields.filter { $0.name == .xForwardedFor }.map { section.text($0.valueRange) })
    }
}
