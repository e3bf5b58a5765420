import NIOCore

/// An IP network, as `address/length` or a single address.
public struct AddressRange: Hashable, Sendable {
    private let network: [UInt8]
    private let length: Int

    /// Nil when the text is no IPv4 or IPv6 address, with or without a prefix length.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let bytes = Self.bytes(String(parts[0])) else { return nil }
        let length = parts.count == 2 ? Int(parts[1]) : bytes.count * 8
        guard let length, (0...(bytes.count * 8)).contains(length) else { return nil }
        network = bytes
        self.length = length
    }

    /// Whether the address, as text, lies in the network.
    public func contains(_ address: String) -> Bool {
        guard let bytes = Self.bytes(address), bytes.count == network.count else { return false }
        let whole = length / 8
        guard bytes[..<whole] == network[..<whole] else { return false }
        let rest = length % 8
        return rest == 0 || (bytes[whole] ^ network[whole]) >> (8 - rest) == 0
    }

    /// 4 or 16 bytes; an IPv4 address mapped into IPv6 is its 4.
    private static func bytes(_ text: String) -> [UInt8]? {
        switch try? SocketAddress(ipAddress: text, port: 0) {  // nil: not an address, which is the answer
        case .v4(let address):
            return withUnsafeBytes(of: address.address.sin_addr) { Array($0) }
        case .v6(let address):
            let bytes = withUnsafeBytes(of: address.address.sin6_addr) { Array($0) }
            let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
            return isMapped ? Array(bytes[12...]) : bytes
        case .unixDomainSocket, nil:
            return nil
        }
    }
}
