import HTTPWire
import NIOCore
import Testing

@Suite("HTTP/2 request heads")
struct HTTP2RequestHeadTests {
    private typealias Fields = [(name: String, value: String)]

    private static let control: Fields = [
        (":method", "GET"), (":scheme", "https"), (":authority", "gw.example"), (":path", "/a?b"),
    ]

    @Test("A head comes out in HTTP/1.1, for a single request")
    func plain() throws {
        let (text, body) = try said(Self.control + [("accept", "a, b"), ("x-own", "")])
        #expect(
            text
                == "GET /a?b HTTP/1.1\r\naccept: a, b\r\nx-own: \r\nhost: gw.example\r\nconnection: close\r\n\r\n")
        #expect(framed("x", by: body) == "x")
    }

    @Test("What comes out is a head to the parser, whatever stands in a field")
    func parses() throws {
        let fields: Fields = [
            ("cookie", "a=1"), ("user-agent", "É: ü; \u{1F980}\u{80}"), ("cookie", "b=2"),
            ("x_y!#$%&'*+-.^`|~", "x\ty"),
            ("te", "trailers"),
        ]
        var buffer = ByteBuffer(string: try said(Self.control + fields).text)
        var parser = RequestHeadParser()
        let head = try #require(try parser.parse(&buffer))
        #expect(head.method == .get && head.pathAndQuery == "/a?b" && head.framing == .none && !head.keepsAlive)
        #expect(head.section.value(.cookie) == "a=1; b=2")
        #expect(head.section.value(.userAgent) == "É: ü; \u{1F980}\u{80}")
        #expect(head.section.first(.te) == nil)
        #expect(head.section.fields.count == 5 && buffer.readableBytes == 0)
    }

    @Test("A body is framed by its stated length, or else in chunks")
    func bodies() throws {
        let post = Self.with(":method", "POST")
        let stated = try said(post + [("content-length", "3")], endsStream: false)
        #expect(!stated.text.contains("transfer-encoding") && framed("abc", by: stated.body) == "abc")
        let open = try said(post, endsStream: false)
        #expect(open.text.contains("\r\ntransfer-encoding: chunked\r\n"))
        #expect(framed("abc", by: open.body) == "3\r\nabc\r\n0\r\n\r\n")
        let none = try said(post)
        #expect(!none.text.contains("transfer-encoding") && !none.text.contains("content-length"))
    }

    @Test("The authority may stand in Host, or in both alike")
    func authorities() throws {
        let host: Fields = [("host", "gw.example")]
        for fields in [Self.control + host, Self.without(":authority") + host] {
            let text = try said(fields).text
            #expect(text.split(separator: "gw.example").count == 2 && text.contains("\r\nhost: gw.example\r\n"))
        }
    }

    @Test("The asterisk is for OPTIONS")
    func asterisk() throws {
        let fields = Self.with(":method", "OPTIONS").filter { $0.name != ":path" } + [(":path", "*")]
        #expect(try said(fields).text.hasPrefix("OPTIONS * HTTP/1.1\r\n"))
    }

    @Test(
        "A control field that is missing, repeated, unknown or late is refused",
        arguments: [":method", ":scheme", ":path"])
    func controlFields(name: String) {
        #expect(throws: HeadProblem.pseudoField) { try said(Self.without(name)) }
        #expect(throws: HeadProblem.pseudoField) { try said(Self.control + Self.control.filter { $0.name == name }) }
        let late = Self.without(name) + [("accept", "a"), (name, "GET")]
        #expect(throws: HeadProblem.pseudoField) { try said(late) }
        for unknown in [":protocol", ":status", ":", ":Method", ":path ", ":a"] {
            #expect(throws: HeadProblem.pseudoField) { try said(Self.control + [(unknown, "websocket")]) }
        }
    }

    @Test(
        "A control field with a wrong value is refused",
        arguments: [
            (":method", "CONNECT", HeadProblem.requestLine), (":method", "", .requestLine),
            (":method", "GET /x HTTP/1.1\r\nhost: b\r\n\r\n", .requestLine), (":method", "G ET", .requestLine),
            (":method", "G\u{E9}T", .requestLine), (":method", "GET\u{0}", .requestLine),
            (":scheme", "http", .scheme), (":scheme", "HTTPS", .scheme), (":scheme", "", .scheme),
            (":scheme", "https\r\n", .scheme), (":scheme", "ws", .scheme),
            (":path", "", .requestTarget), (":path", "a", .requestTarget), (":path", "*", .requestTarget),
            (":path", "https://gw.example/", .requestTarget), (":path", "/ HTTP/1.1\r\nx: y", .requestTarget),
            (":path", "/a b", .requestTarget), (":path", "/a\r\n", .requestTarget),
            (":path", "/a\u{0}", .requestTarget),
            (":path", "/a\t", .requestTarget), (":path", "/a#b", .requestTarget), (":path", "/\u{E9}", .requestTarget),
            (":path", "/\u{7F}", .requestTarget),
            (":authority", "", .host), (":authority", "a b", .host), (":authority", "u@gw.example", .host),
            (":authority", "gw.example\r\nx: y", .host), (":authority", "gw.example/", .host),
            (":authority", "gw.example:65536", .host), (":authority", "[::1", .host),
        ])
    func controlValues(name: String, value: String, problem: HeadProblem) {
        #expect(throws: problem) { try said(Self.with(name, value)) }
    }

    @Test("A head without an authority, or with two, is refused")
    func wrongAuthorities() {
        #expect(throws: HeadProblem.host) { try said(Self.without(":authority")) }
        for host in ["other.example", "GW.example", "gw.example:443", ""] {
            #expect(throws: HeadProblem.host) { try said(Self.control + [("host", host)]) }
        }
        #expect(throws: HeadProblem.host) {
            try said(Self.control + [("host", "gw.example"), ("host", "gw.example")])
        }
    }

    @Test("A name with any other byte than those of a token in lower case is refused")
    func names() throws {
        let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~".unicodeScalars)
        for number in 0...0xFF {
            let scalar = try #require(Unicode.Scalar(number))
            let fields = Self.control + [("x\(scalar)y", "v")]
            if allowed.contains(scalar) {
                #expect(try said(fields).text.contains("\r\nx\(scalar)y: v\r\n"))
            } else {
                #expect(throws: HeadProblem.fieldName) { try said(fields) }
            }
        }
        #expect(throws: HeadProblem.fieldName) { try said(Self.control + [("", "v")]) }
    }

    @Test("A value with a control character is refused, and one with a blank at its ends")
    func values() throws {
        for number in 0...0xFF {
            let scalar = try #require(Unicode.Scalar(number))
            let isControl = number < 0x20 && number != 0x09 || number == 0x7F
            let isBlank = number == 0x20 || number == 0x09
            #expect(isRefused("a\(scalar)b") == isControl)
            for value in ["\(scalar)a", "a\(scalar)", "\(scalar)"] {
                #expect(isRefused(value) == (isControl || isBlank))
            }
        }
        #expect(isRefused("a\r\nhost: evil.example"))
        #expect(isRefused(String(decoding: [0x61, 0xFF] as [UInt8], as: UTF8.self)))
    }

    @Test(
        "A field that belongs to an HTTP/1.1 connection is refused",
        arguments: ["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "te"])
    func connectionFields(name: String) {
        for value in ["", "close", "chunked", "gzip, trailers"] {
            #expect(throws: HeadProblem.connectionField) { try said(Self.control + [(name, value)]) }
        }
    }

    @Test("Trailers are held to the same names and values")
    func trailers() throws {
        try HTTP2RequestHead.check("x-sum", "1")
        #expect(throws: HeadProblem.fieldName) { try HTTP2RequestHead.check(":path", "/") }
        #expect(throws: HeadProblem.fieldName) { try HTTP2RequestHead.check("X-Sum", "1") }
        #expect(throws: HeadProblem.fieldValue) { try HTTP2RequestHead.check("x-sum", "1\n") }
    }

    private func said(_ fields: Fields, endsStream: Bool = true) throws -> (text: String, body: BodyEncoder) {
        var head = HTTP2RequestHead()
        for (name, value) in fields { try head.take(name, value) }
        let (bytes, body) = try head.finish(endsStream: endsStream)
        return (String(buffer: bytes), body)
    }

    private func isRefused(_ value: String) -> Bool {
        do throws(HeadProblem) {
            var head = HTTP2RequestHead()
            for (name, value) in Self.control + [("x-own", value)] { try head.take(name, value) }
            return false
        } catch {
            return error == .fieldValue
        }
    }

    private func framed(_ text: String, by encoder: BodyEncoder) -> String {
        var bytes = ByteBuffer()
        encoder.encode(ByteBuffer(string: text)) { bytes.writeImmutableBuffer($0) }
        encoder.end { bytes.writeImmutableBuffer($0) }
        return String(buffer: bytes)
    }

    private static func with(_ name: String, _ value: String) -> Fields {
        control.map { $0.name == name ? (name, value) : $0 }
    }

    private static func without(_ name: String) -> Fields { control.filter { $0.name != name } }
}
