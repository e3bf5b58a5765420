import OpenSSLCrypto
import Testing

@Suite("Base64url") struct Base64URLTests {
    @Test(
        "The test vectors of RFC 4648 hold without padding",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ])
    func vectors(plain: String, text: String) {
        #expect(Base64URL.encode(Array(plain.utf8)) == text)
        #expect(Base64URL.decode(text) == Array(plain.utf8))
    }

    @Test("Every length and byte comes back")
    func roundTrip() {
        for length in 0..<300 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ length) }
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
    }

    @Test(
        "Anything not canonical is nil",
        arguments: ["Zg==", "Zg=", "Zh", "Zm9", "Zm9vY", "Z", "Zm 9v", "Zm9v\n", "+/+/", "Zm9\0", "Zmäv", "Zm9v."])
    func notCanonical(text: String) { #expect(Base64URL.decode(text) == nil) }

    @Test("Of all spellings of one byte's tail exactly one is accepted")
    func oneSpelling() {
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        #expect(alphabet.filter { Base64URL.decode("A\($0)") != nil }.count == 4)
        #expect(alphabet.filter { Base64URL.decode("AA\($0)") != nil }.count == 16)
    }
}
