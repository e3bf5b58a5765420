/// The proxies in front whose word on a client's address counts.
public struct TrustedProxies: Hashable, Sendable {
    /// Where they are.
    public let ranges: [AddressRange]

    /// Proxies at these addresses.
    public init(_ ranges: [AddressRange]) { self.ranges = ranges }

    /// Whether the address, as text, is a proxy's.
    public func contains(_ address: String) -> Bool { ranges.contains { $0.contains(address) } }

    /// Who sent a request: the rightmost entry of the values of `X-Forwarded-For` that no trusted proxy owns, if the peer
    /// is one; else the peer. Values that cannot be read count for nothing.
    public func client(peer: String, forwardedFor values: some Sequence<String>) -> String {
        guard contains(peer) else { return peer }
        let entries = values.flatMap { $0.split(separator: ",").map(Self.trimmed) }
            .filter { !$0.isEmpty }  // a list may have gaps (RFC 9110 5.6.1)
        for entry in entries.reversed() {
            guard IPAddress(entry) != nil else { return peer }
            if !contains(entry) { return entry }
        }
        return entries.first ?? peer
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
