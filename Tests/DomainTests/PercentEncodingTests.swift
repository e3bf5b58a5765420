import Domain
import Testing

@Suite("Percent-encoding")
struct PercentEncodingTests {
    @Test("Every byte that is not kept comes back by decoding")
    func roundTrip() {
        let text = "a b%/\u{E9}~"
        let encoded = PercentEncoding.encode(text, keeping: PercentEncoding.isUnreserved)
        #expect(encoded == "a%20b%25%2F%C3%A9~")
        #expect(PercentEncoding.decode(encoded) == text)
    }

    @Test("A percent sign is encoded even where everything is kept")
    func percent() { #expect(PercentEncoding.encode("%", keeping: { _ in true }) == "%25") }

    @Test(
        "A broken escape or bytes that are not UTF-8 decode to nothing",
        arguments: ["%", "%4", "%zz", "a%4g", "%FF", "%C3"])
    func broken(_ text: String) { #expect(PercentEncoding.decode(text) == nil) }

    @Test("Bytes of any value decode as bytes")
    func bytes() { #expect(PercentEncoding.decodeBytes("%FF%00a".utf8) == [0xFF, 0, 0x61]) }
}
