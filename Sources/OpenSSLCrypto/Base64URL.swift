/// Base64url without padding (RFC 4648 section 5, RFC 7515 section 2).
public enum Base64URL {
    /// The text of `bytes`, without `=`.
    public static func encode(_ bytes: [UInt8]) -> String { String(decoding: encodedBytes(bytes), as: UTF8.self) }

    /// The text of `bytes` as ASCII, without `=`.
    public static func encodedBytes(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: (bytes.count * 4 + 2) / 3) { room, count in
            var (pending, bits) = (UInt32(0), 0)
            func write(_ value: UInt32) {
                room[count] = alphabet[Int(value & 63)]
                count += 1
            }
            for byte in bytes {
                pending = pending << 8 | UInt32(byte)
                bits += 8
                while bits >= 6 {
                    bits -= 6
                    write(pending >> UInt32(bits))
                }
            }
            if bits > 0 { write(pending << UInt32(6 - bits)) }
        }
    }

    /// The bytes that `text` spells canonically; nil for any other character, `=`, an impossible length, or unused bits set.
    public static func decode(_ text: String) -> [UInt8]? { decode(Array(text.utf8).span) }

    /// The bytes that the ASCII `text` spells canonically, by the same rule.
    public static func decode(_ text: Span<UInt8>) -> [UInt8]? {
        var isCanonical = false
        let decoded = [UInt8](unsafeUninitializedCapacity: text.count * 3 / 4) { room, count in
            let exact = UnsafeMutableBufferPointer(rebasing: room[..<(text.count * 3 / 4)])
            isCanonical = decode(text, into: UnsafeMutableRawBufferPointer(exact))
            count = isCanonical ? exact.count : 0
        }
        return isCanonical ? decoded : nil
    }

    /// Fills `room`, which must have exactly as many bytes as the ASCII `text` spells; false, by the same rule, when the
    /// text is refused or spells another number of bytes: what is in the room then means nothing.
    public static func decode(_ text: Span<UInt8>, into room: UnsafeMutableRawBufferPointer) -> Bool {
        guard text.count % 4 != 1, room.count == text.count * 3 / 4 else { return false }
        return values.withUnsafeBufferPointer { values in
            var (pending, bits, seen, count) = (UInt32(0), 0, UInt8(0), 0)
            for index in text.indices {
                let value = values[Int(text[index])]
                seen |= value
                pending = pending << 6 | UInt32(value & 63)
                bits += 6
                guard bits >= 8 else { continue }
                bits -= 8
                room[count] = UInt8(truncatingIfNeeded: pending >> UInt32(bits))
                count += 1
            }
            let unused = pending & (1 << UInt32(bits) - 1)
            return seen & invalid == 0 && unused == 0
        }
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// Marks a byte outside the alphabet; the values proper use the low six bits.
    private static let invalid: UInt8 = 0x80

    private static let values: [UInt8] = {
        var values = [UInt8](repeating: invalid, count: 256)
        for (value, byte) in alphabet.enumerated() { values[Int(byte)] = UInt8(value) }
        return values
    }()
}
