import NIOCore

/// What Redis answered, if it was no error.
public enum RedisValue: Hashable, Sendable {
    /// A bulk or status string; slices of one reply share its storage.
    case string(ByteBuffer)
    /// An integer.
    case integer(Int64)
    /// An array.
    case array([RedisValue])
    /// Nothing there.
    case null

    /// The string as UTF-8; nil for anything else, and for bytes that are not UTF-8.
    public var text: String? {
        guard case .string(let bytes) = self else { return nil }
        return bytes.withUnsafeReadableBytes { bytes in
            do {
                return String(copying: try UTF8Span(validating: bytes.assumingMemoryBound(to: UInt8.self).span))
            } catch {
                return nil
            }
        }
    }

    /// The integer, or the string's decimal digits; nil for anything else.
    public var integer: Int64? {
        switch self {
        case .integer(let number): number
        case .string(let bytes): bytes.readableBytesView.withContiguousStorageIfAvailable(Self.decimal) ?? nil
        case .array, .null: nil
        }
    }

    /// The array; nil for anything else.
    public var array: [RedisValue]? {
        guard case .array(let values) = self else { return nil }
        return values
    }

    /// Whether there is nothing.
    public var isNull: Bool { self == .null }

    private static func decimal(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        let negative = bytes.first == UInt8(ascii: "-")
        let digits = negative ? bytes.dropFirst() : bytes[...]
        guard (1...19).contains(digits.count) else { return nil }
        var number: Int64 = 0
        for byte in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            let (tens, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.subtractingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
            guard !overflow, !carry else { return nil }
            number = sum
        }
        if negative { return number }
        return number == .min ? nil : -number
    }
}
