import Testing

@testable import Domain

@Suite("JSON parser") struct JSONParserTests {
    private func parse(_ text: String) throws(JSONProblem) -> JSONValue { try JSONParser.parse(Array(text.utf8)) }

    private func floor(_ text: String) -> Int64? {
        guard case .number(let number) = try? parse(text) else { return nil }
        return number.floor
    }

    @Test("Values of every type are read")
    func values() throws {
        #expect(
            try parse(" [null, true,false ,\"x\",\n0\t]\r")
                == .array([.null, .bool(true), .bool(false), .string("x"), try parse("0")]))
        guard case .object(let object) = try parse(#"{"a":{"b":[]},"":"\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00"}"#) else {
            Issue.record("no object")
            return
        }
        #expect(object[""] == .string("\"\\/\u{8}\u{C}\n\r\té😀"))
        #expect(object["c"] == nil)
    }

    @Test(
        "Numbers are rounded down, exactly, to 64 bits or to nothing",
        arguments: [
            ("0", 0), ("-0", 0), ("12.5", 12), ("-12.5", -13), ("-12.0", -12), ("1e3", 1000), ("1.5e1", 15),
            ("15e-1", 1),
            ("-15e-1", -2), ("0.0", 0), ("-0.0e5", 0), ("0e999999999999999999999", 0), ("1e-999999999999999999999", 0),
            ("-1e-999999999999999999999", -1), ("9223372036854775807", .max), ("9223372036854775807.9", .max),
            ("-9223372036854775808", .min), ("-9223372036854775808.1", nil), ("9223372036854775808", nil),
            ("-9223372036854775809", nil), ("1e19", nil), ("1e18", 1_000_000_000_000_000_000), ("1e400", nil),
            ("0.000000000000000000000001e24", 1), ("1E+2", 100), ("1699999999.9999999999999999999", 1_699_999_999),
            ("1000000000000000000000000e-20", 10000),
        ] as [(String, Int64?)])
    func numbers(text: String, expected: Int64?) { #expect(floor(text) == expected) }

    @Test("Names that occur twice are refused at every depth, after unescaping, in small and large objects")
    func duplicates() {
        let many = (0..<100).map { "\"m\($0)\":0" }.joined(separator: ",")
        for text in [
            #"{"a":1,"a":1}"#, #"{"a":1,"\u0061":1}"#, #"[{"x":{"é":1,"\u00e9":2}}]"#, #"{"":1,"":2}"#,
            "{\(many),\"m7\":1}", "{\(many),\"\\u006d7\":1}",
        ] {
            #expect(throws: JSONProblem.duplicateName) { try parse(text) }
        }
        #expect(throws: Never.self) { try parse("{\"\u{E9}\":1,\"e\u{301}\":2,\"E\":3}") }
        #expect(throws: Never.self) { try parse("{\(many),\"\u{E9}\":1,\"e\u{301}\":2}") }
    }

    @Test("Nesting of 16 is read, deeper is refused, however deep")
    func nesting() {
        let nested = { (open: String, depth: Int) in String(repeating: open, count: depth) }
        #expect(throws: Never.self) { try parse(nested("[", 16) + nested("]", 16)) }
        #expect(throws: JSONProblem.tooDeep) { try parse(nested("[", 17) + nested("]", 17)) }
        #expect(throws: JSONProblem.tooDeep) { try parse(nested("[", 100_000)) }
        #expect(throws: JSONProblem.tooDeep) { try parse(nested("{\"a\":", 100_000)) }
        #expect(throws: Never.self) { try parse("[" + nested("[],", 100) + "[]]") }
    }

    @Test(
        "Lone surrogates and broken escapes are refused",
        arguments: [
            #""\ud800""#, #""\udc00""#, #""\ud800\n""#, #""\ud800\ud800""#, #""\ud800\u0041""#, #""\ud8""#,
            #""\u00g0""#, #""\x41""#,
            #""\""#, #"""#, "\"\n\"", "\"\u{0}\"",
        ])
    func strings(text: String) { #expect(throws: JSONProblem.self) { try parse(text) } }

    @Test(
        "Bytes that are not UTF-8 are refused",
        arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xC3], [0xF4, 0x90, 0x80, 0x80]])
    func invalidUTF8(bytes: [UInt8]) {
        #expect(throws: JSONProblem.invalidText) { try JSONParser.parse([0x22] + bytes + [0x22]) }
        #expect(throws: JSONProblem.self) { try JSONParser.parse(bytes) }
    }

    @Test("A text cut short anywhere is refused, and nothing crashes")
    func truncation() {
        let text = Array(#"{"a":[1.5e+3,"\uD83D\uDE00é",true,null,{"b":false}]}"#.utf8)
        for length in 0..<text.count {
            #expect(throws: JSONProblem.self) { try JSONParser.parse(Array(text.prefix(length))) }
        }
    }
}
