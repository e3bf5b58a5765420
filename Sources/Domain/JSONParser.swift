/// Reads one JSON text strictly: no duplicate names, no deep nesting, nothing before or after but white space.
public struct JSONParser {
    /// How deep arrays and objects may nest; the outermost counts as one. This bounds the recursion, too.
    public static let maxDepth = 16

    let bytes: [UInt8]
    var position = 0
    private var depth = 0

    /// The value that `bytes` spell.
    public static func parse(_ bytes: [UInt8]) throws(JSONProblem) -> JSONValue {
        var parser = JSONParser(bytes: bytes)
        let value = try parser.value()
        parser.skipWhiteSpace()
        guard parser.position == bytes.count else { throw parser.syntaxProblem }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func value() throws(JSONProblem) -> JSONValue {
        skipWhiteSpace()
        switch peek {
        case UInt8(ascii: "{"): return try nested { (parser) throws(JSONProblem) in .object(try parser.object()) }
        case UInt8(ascii: "["): return try nested { (parser) throws(JSONProblem) in .array(try parser.array()) }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func nested(
        _ body: (inout JSONParser) throws(JSONProblem) -> JSONValue
    ) throws(JSONProblem) -> JSONValue {
        guard depth < Self.maxDepth else { throw .tooDeep }
        depth += 1
        position += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(JSONProblem) -> JSONObject {
        var object = JSONObject()
        skipWhiteSpace()
        if consume(UInt8(ascii: "}")) { return object }
        repeat {
            skipWhiteSpace()
            let name = try string()
            skipWhiteSpace()
            guard consume(UInt8(ascii: ":")) else { throw syntaxProblem }
            object.append(name, try value())
            skipWhiteSpace()
        } while consume(UInt8(ascii: ","))
        guard consume(UInt8(ascii: "}")) else { throw syntaxProblem }
        guard !object.hasDuplicates else { throw .duplicateName }
        return object
    }

    private mutating func array() throws(JSONProblem) -> [JSONValue] {
        var elements: [JSONValue] = []
        skipWhiteSpace()
        if consume(UInt8(ascii: "]")) { return elements }
        repeat {
            elements.append(try value())
            skipWhiteSpace()
        } while consume(UInt8(ascii: ","))
        guard consume(UInt8(ascii: "]")) else { throw syntaxProblem }
        return elements
    }

    private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONProblem) -> JSONValue {
        let end = position + word.utf8CodeUnitCount
        let matches = word.withUTF8Buffer { end <= bytes.count && bytes[position..<end].elementsEqual($0) }
        guard matches else { throw syntaxProblem }
        position = end
        return value
    }

    /// The next byte; nil at the end.
    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Takes the next byte if it is this one.
    mutating func consume(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipWhiteSpace() {
        while let byte = peek, byte == 0x20 || (0x09...0x0A).contains(byte) || byte == 0x0D { position += 1 }
    }

    /// A syntax error at this place.
    var syntaxProblem: JSONProblem { .syntax(offset: position) }
}
