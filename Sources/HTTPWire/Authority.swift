/// `uri-host [":" port]` of RFC 9110 7.2, as it stands in Host and in an absolute request target.
public enum Authority {
    /// Whether the bytes are a host name, IPv4 or bracketed IPv6 address, with at most a port of digits.
    public static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let first = bytes.first else { return false }
        let hostEnd: Int
        if first == UInt8(ascii: "[") {
            guard let close = bytes.firstIndex(of: UInt8(ascii: "]")), close > 2,
                bytes[1..<close].allSatisfy(isAddressCharacter)
            else { return false }
            hostEnd = close + 1
        } else {
            hostEnd = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
            guard hostEnd > 0, bytes[..<hostEnd].allSatisfy(isNameCharacter) else { return false }
        }
        return isPort(UnsafeRawBufferPointer(rebasing: bytes[hostEnd...]))
    }

    private static func isPort(_ rest: UnsafeRawBufferPointer) -> Bool {
        guard let colon = rest.first else { return true }
        guard colon == UInt8(ascii: ":"), rest.count <= 6 else { return false }
        return rest.dropFirst().allSatisfy { $0 &- 0x30 < 10 }
    }

    private static func isNameCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func isAddressCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: ":"), UInt8(ascii: "."): true
        default: false
        }
    }
}
