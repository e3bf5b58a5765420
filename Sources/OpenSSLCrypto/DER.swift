/// Writes the few DER elements (X.690) that keys and ECDSA signatures are made of.
enum DER {
    static let null: [UInt8] = [0x05, 0]

    static func sequence(_ content: [UInt8]) -> [UInt8] { element(0x30, content[...]) }

    static func objectIdentifier(_ content: [UInt8]) -> [UInt8] { element(0x06, content[...]) }

    static func bitString(_ content: [UInt8]) -> [UInt8] { element(0x03, ([0] + content)[...]) }

    /// A non-negative number from its big-endian bytes, leading zeros or not.
    static func integer(_ magnitude: ArraySlice<UInt8>) -> [UInt8] {
        let digits = magnitude.drop { $0 == 0 }
        let needsSign = digits.first.map { $0 >= 0x80 } ?? true
        return element(0x02, needsSign ? [0] + digits : digits)
    }

    private static func element(_ tag: UInt8, _ content: ArraySlice<UInt8>) -> [UInt8] {
        [tag] + length(content.count) + content
    }

    private static func length(_ count: Int) -> [UInt8] {
        guard count >= 0x80 else { return [UInt8(count)] }
        var (rest, bytes) = (count, [UInt8]())
        while rest > 0 {
            bytes.insert(UInt8(truncatingIfNeeded: rest), at: 0)
            rest >>= 8
        }
        return [0x80 | UInt8(bytes.count)] + bytes
    }
}
