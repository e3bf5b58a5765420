import Foundation

extension Settings {
    /// Addresses that share their first bits, as `10.0.0.0/8`; an address alone is a range of one.
    public struct AddressRange: Hashable, Sendable, CustomStringConvertible {
        /// The first address: 4 bytes or 16, network order.
        public let first: [UInt8]
        /// How many leading bits all addresses share.
        public let prefixLength: Int

        /// Nil when it is neither an IP address nor one with a prefix length, or has bits set after the prefix.
        init?(_ text: String) {
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
}

/// An IP address as bytes in network order, read and written by the system's `inet_pton` and `inet_ntop`.
struct IPAddress: Hashable {
    /// 4 bytes or 16.
    let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Nil when it is neither dotted IPv4 nor IPv6.
    init?(_ text: String) {
        let isV6 = text.contains(":")
        var bytes = [UInt8](repeating: 0, count: isV6 ? 16 : 4)
        guard !text.utf8.contains(0), inet_pton(isV6 ? AF_INET6 : AF_INET, text, &bytes) == 1 else { return nil }
        self.bytes = bytes
    }

    /// The canonical text.
    var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 16 ? AF_INET6 : AF_INET
        guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
