import Domain
import Testing

@Suite struct JSONTextTests {
    @Test("Values are written as they are, in order, on one line") func values() {
        let text = JSONText.object([
            ("b", .array([.null, .bool(true), .number(-1), .fraction(0.75)])), ("a", .string("x")),
            ("c", .written(#"{"d":1}"#)),
        ])
        #expect(text.description == #"{"b":[null,true,-1,0.75],"a":"x","c":{"d":1}}"#)
    }

    @Test("What is absent, and what is no number, is null") func nothing() {
        let absent: Int64? = nil
        #expect(
            "\(JSONText.optional(absent)) \(JSONText.fraction(.nan)) \(JSONText.fraction(.infinity))"
                == "null null null")
        #expect(JSONText.optional(Int64(7)).description == "7")
    }

    @Test(
        "Text is escaped where it must be, and nowhere else",
        arguments: [
            ("plain, with ~ and /", #""plain, with ~ and /""#), ("ü 😀", #""ü 😀""#), ("\"\\", #""\"\\""#),
            ("\u{0}\u{1F}\u{7F}", #""\u0000\u001f\u007f""#), ("</script>", #""\u003c/script>""#),
            ("\u{2028}\u{2029}", #""\u2028\u2029""#), ("", #""""#),
        ])
    func quoting(text: String, expected: String) { #expect(JSONText.quoted(text) == expected) }
}
