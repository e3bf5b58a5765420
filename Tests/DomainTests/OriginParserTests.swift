import Domain
import Testing

@Suite("Origins as people write them")
struct OriginParserTests {
    private let parser = OriginParser()

    @Test(
        "What is accepted serialises as the URL standard does",
        arguments: [
            ("https://na1.company.com", "https://na1.company.com"),
            ("  https://na1.company.com/  ", "https://na1.company.com"),
            ("HTTPS://NA1.Company.COM:443", "https://na1.company.com"),
            ("https://na1.company.com:8443", "https://na1.company.com:8443"),
            ("https://na1.company.com:80/", "https://na1.company.com:80"),
            ("https://company.com:0", "https://company.com:0"),
            ("https://company.com:65535", "https://company.com:65535"),
            ("http://localhost:80", "http://localhost"), ("http://na1.localhost:8090", "http://na1.localhost:8090"),
            ("http://127.0.0.1", "http://127.0.0.1"), ("http://127.9.8.7:81", "http://127.9.8.7:81"),
            ("https://192.168.0.1", "https://192.168.0.1"), ("https://intranet", "https://intranet"),
            ("https://B\u{FC}cher.example", "https://xn--bcher-kva.example"),
            ("https://fa\u{DF}.de", "https://xn--fa-hia.de"), ("https://xn--fa-hia.de", "https://xn--fa-hia.de"),
            ("https://XN--FA-HIA.de", "https://xn--fa-hia.de"), ("https://a\u{3002}example", "https://a.example"),
            ("https://\u{FF11}27.0.0.1", "https://127.0.0.1"), ("https://ab--c.example", "https://ab--c.example"),
        ])
    func accepts(_ text: String, _ serialised: String) throws {
        #expect(try parser.origin(text).description == serialised)
        #expect(try parser.list(text).description == serialised)
    }

    @Test(
        "What is not an origin is refused for its own reason",
        arguments: [
            ("na1.company.com", .form), ("https:/company.com", .form), ("https:company.com", .form),
            ("//company.com", .form), ("https", .form), ("null", .null), ("*", .wildcardPlace),
            ("file:///etc", .scheme), ("ftp://company.com", .scheme), ("javascript://company.com", .scheme),
            ("blob:https://company.com", .form), ("http://company.com", .plainHTTP), ("http://10.0.0.1", .plainHTTP),
            ("http://localhost.company.com", .plainHTTP), ("http://notlocalhost", .plainHTTP),
            ("https://user@company.com", .userInfo), ("https://a:b@company.com", .userInfo),
            ("https://@company.com", .userInfo),
            ("https://company.com/app", .path), ("https://company.com//", .path), ("https://company.com?", .query),
            ("https://company.com?x", .query), ("https://company.com#x", .fragment), ("https://company.com/?x", .path),
            ("https://company.com\\", .character), ("https:\\\\company.com", .character),
            ("https://com\tpany.com", .character),
            ("\thttps://company.com", .character), ("https://company.com\n", .character),
            ("https://a b.com", .character),
            ("https://a\0.com", .character), ("https://a\u{7F}.com", .character),
            ("https://", .hostEmpty), ("https:///", .hostEmpty), ("https://:443", .hostEmpty),
            ("https://a;b.com", .hostCharacter), ("https://a'b.com", .hostCharacter),
            ("https://a_b.com", .hostCharacter),
            ("https://%61.com", .hostCharacter), ("https://a%2eb.com", .hostCharacter),
            ("https://a\"b.com", .hostCharacter),
            ("https://company.com.", .hostTrailingDot), ("https://company.com\u{3002}", .hostTrailingDot),
            ("https://a..com", .hostLabel), ("https://.com", .hostLabel),
            ("https://" + String(repeating: "a", count: 64) + ".com", .hostLabel),
            ("https://" + String(repeating: "a.", count: 127) + "com", .hostTooLong),
            ("https://a\u{A0}b.com", .hostCharacter), ("https://a\u{2100}.com", .hostCharacter),
            ("https://\u{1E9E}.com", .hostIDNA), ("https://a\u{200D}b.com", .hostIDNA),
            ("https://xn--a.com", .hostIDNA),
            ("https://xn--.com", .hostIDNA), ("https://\u{308}a.com", .hostIDNA), ("https://a\u{FFFD}.com", .hostIDNA),
            ("https://xn--8sg.com", .hostIDNA), ("https://\u{5D1}1\u{660}.com", .hostIDNA),
            ("https://1a.\u{5D0}", .hostIDNA), ("https://a\u{2260}b.com", .hostIDNA),
            ("https://\u{2603}.com", .hostIDNA),
            ("https://[::1]", .ipv6), ("https://[::1]:8443", .ipv6),
            ("https://0x7f.0.0.1", .ipv4Form), ("https://0x7f000001", .ipv4Form), ("https://2130706433", .ipv4Form),
            ("https://127.1", .ipv4Form), ("https://0177.0.0.1", .ipv4Form), ("https://256.0.0.1", .ipv4Form),
            ("https://1.2.3.4.5", .ipv4Form), ("https://company.0x", .ipv4Form), ("https://company.09", .ipv4Form),
            ("https://company.com:", .port), ("https://company.com:65536", .port), ("https://company.com:0443", .port),
            ("https://company.com:+1", .port), ("https://company.com:4a", .port), ("https://company.com:1:2", .port),
            ("https://*.*.company.com", .wildcardPlace), ("https://a*.company.com", .wildcardPlace),
            ("https://na1.*.com", .wildcardPlace), ("https://*", .wildcardPlace), ("https://*:443", .wildcardPlace),
            ("https://*.", .hostEmpty), ("https://\u{FF0A}.company.com", .hostCharacter),
        ] as [(String, OriginProblem.Reason)])
    func refuses(_ text: String, _ reason: OriginProblem.Reason) {
        #expect(listReasons(text) == [reason])
        #expect(originReason(text) == reason)
    }

    @Test("A wildcard is the whole leftmost label of a name that one party registers")
    func wildcards() throws {
        for text in [
            "https://*.company.com", "https://*.na1.company.com:8443", "http://*.localhost:8090", "https://*.www.ck",
        ] {
            #expect(try parser.list(text).description == text)
            #expect(originReason(text) == .wildcardNotAllowed)
        }
        for host in [
            "com", "co.uk", "github.io", "ck", "foo.ck", "kawasaki.jp", "intranet", "xn--55qx5d.cn",
            "\u{516C}\u{53F8}.cn",
        ] {
            #expect(listReasons("https://*.\(host)") == [.wildcardOnPublicSuffix], "\(host)")
        }
        #expect(listReasons("https://*.127.0.0.1") == [.wildcardOnAddress])
    }

    @Test("A list keeps its order, drops duplicates, and is empty when its text is")
    func lists() throws {
        let text = " https://b.example ,https://A.example:443/, https://a.example,https://*.a.example"
        #expect(try parser.list(text).description == "https://b.example,https://a.example,https://*.a.example")
        #expect(try parser.list("") == .empty)
        #expect(try parser.list("   ") == .empty)
    }

    @Test("Every wrong entry of a list is named at once")
    func allProblems() {
        #expect(
            listReasons("https://a.example,,http://b.example,https://c.example/x,") == [
                .empty, .plainHTTP, .path, .empty,
            ])
        #expect(listReasons(",") == [.empty, .empty])
        let problem = OriginProblem(entry: "https://c.example/x", reason: .path)
        #expect(
            problem.description.contains("https://c.example/x") && problem.description.contains(problem.reason.sentence)
        )
    }

    @Test("A list has at most 64 entries and 4096 bytes, as written and as serialised")
    func limits() throws {
        let entries = (0..<65).map { "https://h\($0).example" }
        #expect(try parser.list(entries.prefix(64).joined(separator: ",")).entries.count == 64)
        #expect(listReasons(entries.joined(separator: ",")) == [.tooManyEntries])
        #expect(listReasons("https://a.example" + String(repeating: " ", count: 4080)) == [.tooLong])
        let label = String(repeating: "\u{FC}.", count: 30)
        let growing = (0..<35).map { "https://\(label)h\($0).example" }.joined(separator: ",")
        #expect(growing.utf8.count <= 4096 && listReasons(growing) == [.tooLong])
        #expect(originReason("https://" + String(repeating: "a", count: 4096)) == .tooLong)
    }

    @Test("An origin asked for is never a list")
    func comma() {
        #expect(originReason("https://a.example,https://b.example") == .comma)
        #expect(originReason("https://a.example,") == .comma)
        #expect(originReason("") == .empty)
        #expect(originReason("  ") == .empty)
    }

    @Test("Plain http is taken for every host where the operator allows it")
    func allowHTTP() throws {
        let parser = OriginParser(allowHTTP: true)
        #expect(try parser.origin("http://company.com:80").description == "http://company.com")
        #expect(try parser.list("http://*.company.com").description == "http://*.company.com")
    }

    @Test(
        "A problem's sentence shows what nobody sees",
        arguments: [
            ("\t", "\\t"), ("\u{7F}", "\\u{7F}"), ("\u{9B}", "\\u{009B}"), ("\u{202E}", "\\u{202E}"), ("é", "é"),
        ])
    func sentence(written: String, shown: String) throws {
        let problem = #expect(throws: OriginProblem.self) { try parser.origin("https://a\(written).example/path") }
        #expect(problem?.description.hasPrefix("\"https://a\(shown).example/path\": ") == true)
    }

    private func originReason(_ text: String) -> OriginProblem.Reason? {
        do throws(OriginProblem) {
            _ = try parser.origin(text)
            return nil
        } catch {
            return error.reason
        }
    }

    private func listReasons(_ text: String) -> [OriginProblem.Reason] {
        do throws(OriginListProblem) {
            _ = try parser.list(text)
            return []
        } catch {
            return error.problems.map(\.reason)
        }
    }
}
