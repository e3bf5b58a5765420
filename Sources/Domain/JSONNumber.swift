/// A JSON number, rounded down to a whole one: all that a NumericDate (RFC 7519 2) needs, without floating point.
public struct JSONNumber: Hashable, Sendable {
    /// The greatest whole number not above it; nil when that is beyond `Int64`.
    public let floor: Int64?
    /// Whether nothing was rounded away.
    public let isWhole: Bool

    /// The number itself, where it is whole and within `Int64`.
    public var whole: Int64? { isWhole ? floor : nil }

    /// Takes the parts of a number's text: `digits` without sign and point, the last `fractionDigits` of them after the
    /// point, all times ten to the `exponent`.
    init(isNegative: Bool, digits: ArraySlice<UInt8>, fractionDigits: Int, exponent: Int) {
        let significant = digits.drop { $0 == UInt8(ascii: "0") }
        let wholeDigits = significant.count - fractionDigits + exponent
        guard !significant.isEmpty else {
            (floor, isWhole) = (0, true)
            return
        }
        guard wholeDigits <= 19 else {
            (floor, isWhole) = (nil, true)
            return
        }
        let whole = significant.prefix(max(0, wholeDigits))
        isWhole = significant.dropFirst(whole.count).allSatisfy { $0 == UInt8(ascii: "0") }
        floor = Self.number(whole, zeros: max(0, wholeDigits - whole.count), isNegative: isNegative, isExact: isWhole)
    }

    /// Counts downwards for negative numbers, so that `Int64.min` is reached; a broken fraction goes one further down.
    private static func number(_ digits: ArraySlice<UInt8>, zeros: Int, isNegative: Bool, isExact: Bool) -> Int64? {
        var number: Int64 = 0
        for index in 0..<digits.count + zeros {
            let digit = index < digits.count ? Int64(digits[digits.startIndex + index] - UInt8(ascii: "0")) : 0
            let (shifted, tooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = shifted.addingReportingOverflow(isNegative ? -digit : digit)
            guard !tooLarge, !overflow else { return nil }
            number = sum
        }
        guard isNegative, !isExact else { return number }
        let (below, overflow) = number.subtractingReportingOverflow(1)
        return overflow ? nil : below
    }
}
