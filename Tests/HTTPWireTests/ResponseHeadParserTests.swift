import HTTPWire
import NIOCore
import Testing

@Suite("Answer heads")
struct ResponseHeadParserTests {
    @Test(
        "Framing follows status, method and fields",
        arguments: [
            ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", RequestHead.Method.get, BodyFraming.length(3)),
            ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", .head, .none),
            ("HTTP/1.1 204 No Content\r\n\r\n", .get, .none),
            ("HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n", .get, .none),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .get, .chunked),
            ("HTTP/1.1 301\r\n\r\n", .get, .untilClose),
        ])
    func framing(text: String, method: RequestHead.Method, framing: BodyFraming) throws {
        #expect(try parsed(text).framing(answering: method) == framing)
    }

    @Test(
        "A malformed answer is refused for its reason",
        arguments: [
            ("HTP/1.1 200 OK\r\n\r\n", HeadProblem.statusLine), ("HTTP/1.1  200 OK\r\n\r\n", .statusLine),
            ("HTTP/1.1 2 OK\r\n\r\n", .statusLine), ("HTTP/0.9 200 OK\r\n\r\n", .statusLine),
            ("HTTP/1.1 200 OK\nX: y\n\n", .lineEnd), ("HTTP/1.1 200 OK\rX\r\n\r\n", .statusLine),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, deflate\r\n\r\n", .transferEncoding),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n", .framingConflict),
            ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", .contentLength),
            ("HTTP/1.1 200 OK\r\nen-US Content-Type: x\r\n\r\n", .fieldName),
        ])
    func malformed(text: String, problem: HeadProblem) {
        #expect(throws: problem) { try parsed(text) }
    }

    @Test("HTTP/1.0 keeps a connection only when it says so")
    func keepAlive() throws {
        #expect(try !parsed("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n").keepsAlive)
        #expect(try parsed("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n").keepsAlive)
        #expect(try !parsed("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n").keepsAlive)
    }

    private func parsed(_ text: String) throws -> ResponseHead {
        var parser = ResponseHeadParser()
        var buffer = ByteBuffer(string: text)
        return try #require(try parser.parse(&buffer))
    }
}
