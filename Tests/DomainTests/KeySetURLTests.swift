import Domain
import Testing

@Suite struct KeySetURLTests {
    @Test(
        "A host of the list serves its own port, 443 unless another is written",
        arguments: [
            ("https://keys.example/jwks.json", true), ("https://KEYS.example:443?x", true),
            ("https://keys.example", true),
            ("https://keys.example:8443/", false), ("https://other.example:8443/a", true),
            ("https://other.example/", false), ("https://keys.example.evil.example/", false),
            ("https://sub.keys.example/", false),
        ])
    func hosts(text: String, isServed: Bool) throws {
        let url = try #require(KeySetURL(text))
        #expect(url.description == text)
        #expect(url.isServed(by: ["Keys.example", "other.example:8443"]) == isServed)
        #expect(!url.isServed(by: []))
    }

    @Test(
        "Anything but a plain https address is refused",
        arguments: [
            "http://keys.example/", "HTTPS://keys.example/", "keys.example", "https://", "https:///x",
            "https://keys.example@evil.example/", "https://keys.example\\@evil.example/", "https://keys.example:0/",
            "https://keys.example:x/", "https://keys.example/a b", "https://keys.example/#x", "https://kéys.example/",
            "https://keys.example/\r\nHost: x", "https://[::1/",
            "https://keys.example/" + String(repeating: "a", count: 2048),
        ])
    func refused(text: String) {
        #expect(KeySetURL(text) == nil)
    }
}
