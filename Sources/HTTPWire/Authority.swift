/// `uri-host [":" port]` of RFC 9110 7.2, as it stands in Host and in an absolute request target.
public enum Authority {
    /// Whether the bytes are a host name, IPv4 or bracketed IPv6 address, with at most a port of up to 65535.
    public static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let first = bytes.first else { return false }
        let hostEnd: Int
        if first == UInt8(ascii: "[") {
            guard let close = bytes.firstIndex(of: UInt8(ascii: "]")), isIPv6(bytes[1..<close]) else { return false }
            hostEnd = close + 1
        } else {
            hostEnd = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
            guard isName(bytes[..<hostEnd]) else { return false }
        }
        return isPort(bytes[hostEnd...])
    }

    /// Labels that are not empty; one dot may end the name.
    private static func isName(_ name: Slice<UnsafeRawBufferPointer>) -> Bool {
        var isLabelEmpty = true
        for index in name.startIndex..<name.endIndex {
            let byte = name[index]
            if byte == UInt8(ascii: ".") {
                guard !isLabelEmpty else { return false }
                isLabelEmpty = index < name.endIndex - 1
            } else {
                guard isNameCharacter(byte) else { return false }
                isLabelEmpty = false
            }
        }
        return !isLabelEmpty
    }

    private static func isPort(_ rest: Slice<UnsafeRawBufferPointer>) -> Bool {
        guard let colon = rest.first else { return true }
        guard colon == UInt8(ascii: ":"), rest.count <= 6 else { return false }
        return rest.count == 1
            || ASCII.number(UnsafeRawBufferPointer(rebasing: rest.dropFirst())).map { $0 <= 65535 } ?? false
    }

    /// Eight groups, or fewer around one `::` (RFC 3986 3.2.2); an IPv4 address may stand for the last two.
    private static func isIPv6(_ address: Slice<UnsafeRawBufferPointer>) -> Bool {
        var groups = address.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard (3...9).contains(groups.count) else { return false }
        if let last = groups.last, last.contains(UInt8(ascii: ".")) {
            guard isIPv4(last) else { return false }
            groups = groups.dropLast() + [last.prefix(1), last.prefix(1)]
        }
        if groups.first?.isEmpty == true, groups[1].isEmpty { groups.removeFirst() }
        if groups.last?.isEmpty == true, groups[groups.count - 2].isEmpty { groups.removeLast() }
        let gaps = groups.count { $0.isEmpty }
        guard gaps == 0 ? groups.count == 8 : gaps == 1 && groups.count <= 8 else { return false }
        return groups.allSatisfy { $0.count <= 4 && $0.allSatisfy(isHexDigit) }
    }

    private static func isIPv4(_ address: Slice<UnsafeRawBufferPointer>) -> Bool {
        let parts = address.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                part.count <= 3 && ASCII.number(UnsafeRawBufferPointer(rebasing: part)).map { $0 <= 255 } ?? false
            }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6
    }

    private static func isNameCharacter(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
}
