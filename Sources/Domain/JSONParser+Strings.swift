extension JSONParser {
    /// A string by RFC 8259 section 7, unescaped.
    mutating func string() throws(JSONProblem) -> String {
        guard consume(UInt8(ascii: "\"")) else { throw syntaxProblem }
        let start = position
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return try text(bytes[start..<position - 1])
            case UInt8(ascii: "\\"): return try escapedString(from: start)
            case 0..<0x20: throw syntaxProblem
            default: position += 1
            }
        }
        throw syntaxProblem
    }

    private mutating func escapedString(from start: Int) throws(JSONProblem) -> String {
        var unescaped = Array(bytes[start..<position])
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return try text(unescaped[...])
            case UInt8(ascii: "\\"): try escape(into: &unescaped)
            case 0..<0x20: throw syntaxProblem
            default: unescaped.append(byte)
            }
        }
        throw syntaxProblem
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONProblem) {
        guard let byte = peek else { throw syntaxProblem }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text += Array(String(try escapedScalar()).utf8)
        default: throw syntaxProblem
        }
    }

    private mutating func escapedScalar() throws(JSONProblem) -> Unicode.Scalar {
        let unit = try fourHexDigits()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard unit < 0xDC00, consume(UInt8(ascii: "\\")), consume(UInt8(ascii: "u")) else { throw .invalidText }
        let second = try fourHexDigits()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00))
        else { throw .invalidText }
        return scalar
    }

    private mutating func fourHexDigits() throws(JSONProblem) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw syntaxProblem
            }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }

    private func text(_ bytes: ArraySlice<UInt8>) throws(JSONProblem) -> String {
        do { return String(copying: try UTF8Span(validating: bytes.span)) } catch { throw .invalidText }
    }
}
