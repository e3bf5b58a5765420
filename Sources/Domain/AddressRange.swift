/// Addresses that share their first bits, as `10.0.0.0/8`; an address alone is a range of one.
public struct AddressRange: Hashable, Sendable, CustomStringConvertible {
    /// The first address: 4 bytes or 16, network order.
    public let first: [UInt8]
    /// How many leading bits all addresses share.
    public let prefixLength: Int

    /// Nil when it is neither an IP address nor one with a prefix length, or has bits set after the prefix.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first.flatMap({ IPAddress(String($0)) }) else { return nil }
        guard let length = parts.count == 1 ? address.bytes.count * 8 : Self.length(parts[1], of: address) else {
            return nil
        }
        first = address.bytes
        prefixLength = length
        guard first == Self.masked(first, to: length) else { return nil }
    }

    /// Whether the address (4 bytes or 16, network order) is in the range.
    public func contains(_ address: [UInt8]) -> Bool {
        address.count == first.count && Self.masked(address, to: prefixLength) == first
    }

    /// Whether the address, as text, is in the range; an IPv4 address mapped into IPv6 counts as itself.
    public func contains(_ address: String) -> Bool {
        guard let bytes = IPAddress(address)?.bytes else { return false }
        let isMapped = bytes.count == 16 && bytes[..<12] == Self.mappedPrefix
        return contains(isMapped ? Array(bytes[12...]) : bytes)
    }

    private static let mappedPrefix: ArraySlice<UInt8> = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]

    /// As it is written in the settings.
    public var description: String {
        let address = IPAddress(bytes: first).description
        return prefixLength == first.count * 8 ? address : "\(address)/\(prefixLength)"
    }

    private static func length(_ digits: Substring, of address: IPAddress) -> Int? {
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(digits)
        else { return nil }
        return length <= address.bytes.count * 8 ? length : nil
    }

    private static func masked(_ bytes: [UInt8], to length: Int) -> [UInt8] {
        bytes.enumerated().map { index, byte in
            let kept = min(8, max(0, length - index * 8))
            return kept == 0 ? 0 : byte & (0xFF << UInt8(8 - kept))
        }
    }
}
