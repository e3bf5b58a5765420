/// Percent-encoding of RFC 3986 section 2.1, strict both ways.
public enum PercentEncoding {
    /// Decodes every `%HH`; nil when an escape is broken or the bytes are not UTF-8.
    public static func decode(_ text: some StringProtocol) -> String? {
        decodeBytes(text.utf8).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// Decodes every `%HH` to bytes of any value; nil when an escape is broken.
    public static func decodeBytes(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = text.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.next().flatMap(hexValue), let low = rest.next().flatMap(hexValue) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    /// Encodes every byte that `keeps` does not allow, and `%` always, as upper-case `%HH`.
    public static func encode(_ text: some StringProtocol, keeping keeps: (UInt8) -> Bool) -> String {
        var text = String(text)
        let isPlain = text.withUTF8 { bytes in bytes.allSatisfy { $0 != UInt8(ascii: "%") && keeps($0) } }
        if isPlain { return text }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte != UInt8(ascii: "%"), keeps(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The unreserved characters of RFC 3986 section 2.3.
    public static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: false
        }
    }

    private static let hexDigits = Array("0123456789ABCDEF".utf8)

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
