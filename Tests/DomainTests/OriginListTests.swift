import Domain
import Testing

@Suite("Lists of origins")
struct OriginListTests {
    @Test(
        "A wildcard allows one or more labels before its base, on the same scheme and port",
        arguments: [
            ("https://a.company.com", true), ("https://b.a.company.com", true), ("https://company.com", false),
            ("https://evilcompany.com", false), ("https://a.company.com:8443", false), ("http://a.company.com", false),
            ("https://a.company.com.evil.com", false),
        ])
    func wildcard(_ text: String, _ allowed: Bool) throws {
        let list = try OriginParser().list("https://*.company.com")
        let origin = try OriginParser(allowHTTP: true).origin(text)
        #expect(list.entries.map { $0.allows(origin) } == [allowed])
    }

    @Test("A plain entry allows itself alone")
    func exact() throws {
        let entry = try #require(OriginParser().list("https://company.com").entries.first)
        #expect(entry.allows(try OriginParser().origin("https://company.com:443")))
        #expect(!entry.allows(try OriginParser().origin("https://a.company.com")))
    }

    @Test("An IPv4 address other than 127.0.0.1 is warned of")
    func warnings() throws {
        let list = try OriginParser().list("https://10.0.0.1,http://127.0.0.1,http://127.0.0.2,https://a1.example")
        #expect(list.warnings.map(\.entry.description) == ["https://10.0.0.1", "http://127.0.0.2"])
        #expect(list.warnings.first?.description.contains("https://10.0.0.1") == true)
    }

    @Test("A stored list reads back as it was")
    func stored() throws {
        let texts = [
            "", "https://a.example",
            "https://*.a.example:8443,http://localhost,https://xn--fa-hia.de,https://127.0.0.1:0",
        ]
        for text in texts {
            let list = try OriginParser().list(text)
            #expect(list.description == text)
            #expect(OriginList(stored: text) == list)
        }
        #expect(Origin(stored: "https://a.example:1") == (try OriginParser().origin("https://a.example:1")))
    }

    @Test(
        "A stored text that we did not write is nothing",
        arguments: [
            " ", ",", "a", "https://", "https://A.example", "https://a.example/", "https://a.example:443",
            "http://a.example:80", "https://a.example:", "https://a.example:01", "https://a.example:65536",
            "https://a.example,", "https://.a", "https://a.", "https://a..b", "https://*", "https://*.", "https://a;b",
            "https://\u{FC}.de", "https://a.example:1:2", "null",
        ])
    func storedGarbage(_ text: String) {
        #expect(OriginList(stored: text) == nil)
        #expect(Origin(stored: text) == nil)
    }

    @Test("A wildcard is no stored origin")
    func storedWildcard() { #expect(Origin(stored: "https://*.a.example") == nil) }
}
