extension UnixTime {
    /// Reads a date and time with its offset (RFC 3339 5.6), as `2026-11-23T22:12:00Z`; broken seconds are cut off. Nil for
    /// anything else, for days that no month has, and for leap seconds.
    public init?(rfc3339 text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, [UInt8(ascii: "T"), UInt8(ascii: "t")].contains(bytes[10]),
            let day = CalendarDay(String(decoding: bytes[..<10], as: UTF8.self)),
            let time = Self.clock(bytes[11..<19], seconds: true),
            let offset = Self.offset(Self.withoutFraction(bytes[19...]))
        else { return nil }
        self = day.start + time - offset
    }

    /// `.` and digits taken from the front, if they are there.
    private static func withoutFraction(_ rest: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard rest.first == UInt8(ascii: ".") else { return rest }
        let digits = rest.dropFirst().prefix { $0.isASCIIDigit }
        return digits.isEmpty ? rest : rest[digits.endIndex...]
    }

    /// `Z`, or `+hh:mm` or `-hh:mm`, as seconds ahead of UTC.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64? {
        switch bytes.first {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"): bytes.count == 1 ? 0 : nil
        case UInt8(ascii: "+"): clock(bytes.dropFirst(), seconds: false)
        case UInt8(ascii: "-"): clock(bytes.dropFirst(), seconds: false).map { -$0 }
        default: nil
        }
    }

    /// `hh:mm`, or `hh:mm:ss`, as seconds.
    private static func clock(_ bytes: ArraySlice<UInt8>, seconds: Bool) -> Int64? {
        let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == (seconds ? 3 : 2), parts.allSatisfy({ $0.count == 2 && $0.allSatisfy(\.isASCIIDigit) })
        else { return nil }
        let numbers = parts.map { $0.reduce(Int64(0)) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) } }
        guard numbers[0] < 24, numbers.dropFirst().allSatisfy({ $0 < 60 }) else { return nil }
        return numbers[0] * 3600 + numbers[1] * 60 + (seconds ? numbers[2] : 0)
    }
}
