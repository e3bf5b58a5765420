import HTTPWire
import NIOCore
import Testing

@Suite("Request heads")
struct RequestHeadParserTests {
    @Test("A browser's head is parsed in place")
    func plainHead() throws {
        let head = try parsed(
            "GET /a/b?c=d HTTP/1.1\r\nHost: gw.example\r\nCookie: a=1; b=2\r\nX-Own:  spaced \r\n\r\n")
        #expect(head.method == .get)
        #expect(head.pathAndQuery == "/a/b?c=d")
        #expect(head.section.text(head.pathRange) == "/a/b")
        #expect(head.section.text(head.hostRange) == "gw.example")
        #expect(head.section.value(.cookie) == "a=1; b=2")
        #expect(head.section.fields.map(\.name) == [.host, .cookie, .other])
        #expect(head.section.text(head.section.fields[2].valueRange) == "spaced")
        #expect(head.framing == .none)
        #expect(head.keepsAlive)
    }

    @Test("Any split of the bytes gives the same head", arguments: 1...80)
    func splits(at size: Int) throws {
        let bytes = Array(
            "POST /x HTTP/1.1\r\nHost: gw.example:8080\r\nContent-Length: 5\r\nOrigin: null\r\n\r\nhello".utf8)
        var parser = RequestHeadParser()
        var buffer = ByteBuffer()
        var head: RequestHead?
        for start in stride(from: 0, to: bytes.count, by: size) {
            buffer.writeBytes(bytes[start..<min(start + size, bytes.count)])
            if head == nil { head = try parser.parse(&buffer) }
        }
        #expect(head?.framing == .length(5))
        #expect(head?.section.value(.origin) == "null")
        #expect(buffer.readableBytes == 5)
    }

    @Test(
        "A malformed head is refused for its reason",
        arguments: [
            ("GET /\r\nHost: a\r\n\r\n", HeadProblem.requestLine),
            ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", .requestLine),
            ("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", .requestLine),
            ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", .requestLine),
            ("G@T / HTTP/1.1\r\nHost: a\r\n\r\n", .requestLine),
            ("GET x HTTP/1.1\r\nHost: a\r\n\r\n", .requestTarget),
            ("GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", .requestTarget),
            ("GET /\u{E9} HTTP/1.1\r\nHost: a\r\n\r\n", .requestTarget),
            ("GET * HTTP/1.1\r\nHost: a\r\n\r\n", .requestTarget),
            ("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", .requestLine),
            ("GET / HTTP/1.1\nHost: a\n\n", .lineEnd),
            ("GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", .fieldValue),
            ("GET / HTTP/1.1\r\nHost: a\r\nX: a\u{0}b\r\n\r\n", .fieldValue),
            ("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", .obsoleteFold),
            ("GET / HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n", .fieldName),
            ("GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", .fieldName),
            ("GET / HTTP/1.1\r\nHost: a\r\nnocolon\r\n\r\n", .fieldName),
            ("GET / HTTP/1.1\r\n\r\n", .host),
            ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", .host),
            ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", .host),
            ("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", .host),
            ("GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", .host),
            ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n", .contentLength),
            ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n", .contentLength),
            ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\n", .contentLength),
            ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999999999999\r\n\r\n", .contentLength),
            ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", .framingConflict),
            ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", .transferEncoding),
            (
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
                .transferEncoding
            ),
            ("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", .transferEncoding),
            ("GET / HTTP/1.1\r\nHost: a\r\nCookie: a=1\r\nCookie: b=2\r\n\r\n", .repeatedField),
            ("GET / HTTP/1.1\r\nHost: a\r\nConnection: a b\r\n\r\n", .connection),
        ])
    func malformed(text: String, problem: HeadProblem) {
        #expect(throws: problem) { try parsed(text) }
    }

    @Test("A head beyond the limits is refused before it is whole")
    func limits() {
        let long = "GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "x", count: 40_000)
        #expect(throws: HeadProblem.tooLarge) { try parsed(long) }
        let many = "GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: y\r\n", count: 101) + "\r\n"
        #expect(throws: HeadProblem.tooManyFields) { try parsed(many) }
    }

    @Test("Absolute form names its authority and keeps its path")
    func absoluteForm() throws {
        let head = try parsed("GET http://gw.example:8080/x?y HTTP/1.1\r\nHost: gw.example:8080\r\n\r\n")
        guard case .absolute(let authority) = head.targetForm else { return #expect(Bool(false), "not absolute") }
        #expect(head.section.text(authority) == "gw.example:8080")
        #expect(head.pathAndQuery == "/x?y")
    }

    @Test("A name with an underscore is never taken for its twin")
    func underscores() throws {
        let head = try parsed("GET / HTTP/1.1\r\nHost: a\r\nContent_Length: 9\r\nX_Casement_Customer: 1\r\n\r\n")
        #expect(head.section.fields.map(\.name) == [.host, .underscored, .underscored])
        #expect(head.framing == .none)
    }

    @Test("Every known name is read in any case")
    func knownNames() throws {
        for name in FieldName.allCases
        where !"\(name.text)".isEmpty && ![.host, .contentLength, .transferEncoding].contains(name) {
            let head = try parsed("GET / HTTP/1.1\r\nHost: a\r\n\("\(name.text)".uppercased()): x\r\n\r\n")
            #expect(head.section.fields[1].name == name)
        }
        let head = try parsed(
            "GET / HTTP/1.1\r\nHost: a\r\nX-CASEMENT-Anything: x\r\nx-forwarded-new: y\r\nxylophone: z\r\n\r\n")
        #expect(head.section.fields.dropFirst().map(\.name) == [.xCasement, .xForwarded, .other])
    }

    @Test("Kept lines are copied as they came")
    func copyLines() throws {
        let head = try parsed("GET / HTTP/1.1\r\nHost: a\r\nA: 1\r\nTE: x\r\nB:  2 \r\nC: 3\r\n\r\n")
        var copy = ByteBuffer()
        head.section.copyLines(into: &copy) { !$0.name.isHopByHop && $0.name != .host }
        #expect(String(buffer: copy) == "A: 1\r\nB:  2 \r\nC: 3\r\n")
    }

    private func parsed(_ text: String) throws -> RequestHead {
        var parser = RequestHeadParser()
        var buffer = ByteBuffer(string: text)
        return try #require(try parser.parse(&buffer))
    }
}
