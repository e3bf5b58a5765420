extension JSONParser {
    /// A number by RFC 8259 section 6.
    mutating func number() throws(JSONProblem) -> JSONNumber {
        let isNegative = consume(UInt8(ascii: "-"))
        let whole = try digits()
        guard whole.count == 1 || bytes[whole.lowerBound] != UInt8(ascii: "0") else { throw syntaxProblem }
        let fraction = consume(UInt8(ascii: ".")) ? try digits() : position..<position
        let exponent = consume(UInt8(ascii: "e")) || consume(UInt8(ascii: "E")) ? try self.exponent() : 0
        if fraction.isEmpty, exponent == 0 {
            return JSONNumber(isNegative: isNegative, digits: bytes[whole], fractionDigits: 0, exponent: 0)
        }
        return JSONNumber(
            isNegative: isNegative, digits: (Array(bytes[whole]) + bytes[fraction])[...],
            fractionDigits: fraction.count,
            exponent: exponent)
    }

    /// Held at plus or minus ten million: with at most some MiB of digits anything beyond gives the same whole number.
    private mutating func exponent() throws(JSONProblem) -> Int {
        let isNegative = consume(UInt8(ascii: "-"))
        if !isNegative { _ = consume(UInt8(ascii: "+")) }
        let size = bytes[try digits()].reduce(0) { min($0 * 10 + Int($1 - UInt8(ascii: "0")), 10_000_000) }
        return isNegative ? -size : size
    }

    private mutating func digits() throws(JSONProblem) -> Range<Int> {
        let start = position
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard start < position else { throw syntaxProblem }
        return start..<position
    }
}
