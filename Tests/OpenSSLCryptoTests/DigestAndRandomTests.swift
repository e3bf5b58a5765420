import OpenSSLCrypto
import Testing

@Suite("Digest and random bytes") struct DigestAndRandomTests {
    @Test(
        "SHA-256 gives the examples of FIPS 180-4",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ])
    func sha256(text: String, hex: String) { #expect(Self.hex(SHA256.digest(Array(text.utf8))) == hex) }

    @Test(
        "SHA-1 gives the examples of FIPS 180-4",
        arguments: [
            ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"), ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ])
    func sha1(text: String, hex: String) throws { #expect(Self.hex(try SHA1.digest(Array(text.utf8))) == hex) }

    private static func hex(_ digest: [UInt8]) -> String {
        let digits = Array("0123456789abcdef")
        return String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    @Test("Random bytes have the length asked for and differ")
    func random() {
        #expect(SecureRandom.bytes(0).isEmpty)
        #expect(SecureRandom.bytes(32).count == 32)
        #expect(Set((0..<100).map { _ in SecureRandom.bytes(32) }).count == 100)
    }
}
