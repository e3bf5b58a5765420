/// The rules for an origin's host.
enum OriginHost {
    /// The host as the URL standard serialises it: lower-case A-labels, or an IPv4 address of four decimal parts.
    static func serialised(_ written: ArraySlice<UInt8>) throws(OriginProblem.Reason) -> String {
        guard !written.isEmpty else { throw .hostEmpty }
        guard written.allSatisfy({ $0 >= 0x80 || isHostByte($0) }) else { throw .hostCharacter }
        let lowered = written.map(\.asciiLowercased)
        let isPlain = lowered.allSatisfy { $0 < 0x80 } && !hasALabel(lowered)
        // ASCII without A-labels is what it is; everything else must pass the rules of UTS 46.
        let host = try isPlain ? lowered : OriginIDNA.ascii(lowered)
        try check(host)
        return String(decoding: host, as: UTF8.self)
    }

    /// Whether a label of a lower-case host begins with `xn--`.
    static func hasALabel(_ host: [UInt8]) -> Bool { labels(host).contains { $0.starts(with: "xn--".utf8) } }

    private static func check(_ host: [UInt8]) throws(OriginProblem.Reason) {
        guard host.allSatisfy(isHostByte) else { throw .hostCharacter }
        guard host.last != UInt8(ascii: ".") else { throw .hostTrailingDot }
        let labels = Self.labels(host)
        guard labels.allSatisfy({ (1...63).contains($0.count) }) else { throw .hostLabel }
        guard host.count <= 253 else { throw .hostTooLong }
        guard let last = labels.last, !isNumber(last) || isIPv4(labels) else { throw .ipv4Form }
    }

    /// Whether the URL standard would read the host as an IPv4 address for this last label.
    private static func isNumber(_ label: ArraySlice<UInt8>) -> Bool {
        if label.starts(with: "0x".utf8) { return label.dropFirst(2).allSatisfy(isHexDigit) }
        return label.allSatisfy(\.isASCIIDigit)
    }

    /// Only the spelling that the standard would write itself: no hex, no octal, no parts left out.
    private static func isIPv4(_ labels: [ArraySlice<UInt8>]) -> Bool {
        labels.count == 4
            && labels.allSatisfy { label in
                label.allSatisfy(\.isASCIIDigit) && (label.count == 1 || label.first != UInt8(ascii: "0"))
                    && UInt8(String(decoding: label, as: UTF8.self)) != nil
            }
    }

    private static func labels(_ host: [UInt8]) -> [ArraySlice<UInt8>] {
        host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        byte.isASCIIDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }
}

extension UInt8 {
    /// The byte, with `A`–`Z` made `a`–`z`.
    var asciiLowercased: UInt8 { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self }
    /// Whether it is `0`–`9`.
    var isASCIIDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
