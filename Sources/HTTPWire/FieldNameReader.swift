/// Reads a field name in one pass: checks that it is a token, folds its case, and finds which known name it is.
struct FieldNameReader {
    /// What a name turned out to be, and how long it is.
    struct Reading {
        let name: FieldName
        let length: Int
    }

    /// For each byte: itself in lower case where it may stand in a token (RFC 9110 5.6.2), else 0.
    private let folded: [UInt8]
    private let slots: [Slot]

    private struct Slot {
        var name = FieldName.other
        var length = 0
        var text: StaticString = ""
    }

    static let shared = FieldNameReader()

    private init() {
        folded = (UInt8.min...UInt8.max).map { Self.isTokenCharacter($0) ? Self.lowercased($0) : 0 }
        var slots = [Slot](repeating: Slot(), count: Self.slotCount)
        for name in FieldName.allCases where name.text.utf8CodeUnitCount > 0 {
            var hash = Self.seed
            name.text.withUTF8Buffer { for byte in $0 { hash = Self.mix(hash, byte) } }
            var index = Self.slot(of: hash)
            while slots[index].length > 0 { index = (index + 1) % Self.slotCount }
            slots[index] = Slot(name: name, length: name.text.utf8CodeUnitCount, text: name.text)
        }
        self.slots = slots
    }

    /// Reads up to the colon; nil when the line has no colon after a non-empty token.
    func read(_ line: UnsafeRawBufferPointer) -> Reading? {
        var hash = Self.seed
        var underscored = false
        var length = 0
        let colon = folded.withUnsafeBufferPointer { folded -> Bool in
            while length < line.count {
                let byte = line[length]
                if byte == UInt8(ascii: ":") { return true }
                let lower = folded[Int(byte)]
                if lower == 0 { return false }
                underscored = underscored || lower == UInt8(ascii: "_")
                hash = Self.mix(hash, lower)
                length += 1
            }
            return false
        }
        guard colon, length > 0 else { return nil }
        if underscored { return Reading(name: .underscored, length: length) }
        return Reading(name: name(UnsafeRawBufferPointer(rebasing: line[..<length]), hash: hash), length: length)
    }

    private func name(_ bytes: UnsafeRawBufferPointer, hash: UInt32) -> FieldName {
        var index = Self.slot(of: hash)
        while slots[index].length > 0 {
            if slots[index].length == bytes.count, ASCII.equalsFolding(bytes, slots[index].text) {
                return slots[index].name
            }
            index = (index + 1) % Self.slotCount
        }
        guard bytes[0] | 0x20 == UInt8(ascii: "x") else { return .other }
        if ASCII.hasPrefixFolding(bytes, "x-casement-") { return .xCasement }
        return ASCII.hasPrefixFolding(bytes, "x-forwarded-") ? .xForwarded : .other
    }

    private static let slotCount = 256
    private static let seed: UInt32 = 2_166_136_261

    private static func mix(_ hash: UInt32, _ byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 16_777_619 }
    private static func slot(of hash: UInt32) -> Int { Int((hash ^ hash >> 16) & UInt32(slotCount - 1)) }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private static func isTokenCharacter(_ byte: UInt8) -> Bool { ASCII.isTokenCharacter(byte) }
}
