import HTTPWire
import NIOCore
import NIOHPACK
import NIOHTTP2
import Testing

@testable import Gateway

@Suite("Frames of answers")
struct AnswerFramesTests {
    @Test("However it is written, an answer with a length makes the same stream", arguments: 1...70)
    func splits(size: Int) throws {
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\nX-Own: a\r\n\r\nhello world"
        let frames = try frames(of: answer, inPiecesOf: size)
        #expect(frames.heads == ["200 content-length=11 x-own=a"] && frames.body == "hello world")
        #expect(frames.endings == [frames.count - 1])
    }

    @Test("However it is written, an answer in chunks makes the same stream", arguments: 1...70)
    func chunkedSplits(size: Int) throws {
        let answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
        let frames = try frames(of: answer, inPiecesOf: size)
        #expect(frames.heads == ["200"] && frames.body == "hello world")
        #expect(frames.endings == [frames.count - 1])
    }

    @Test("What is written at once comes in as few frames as can be")
    func fewFrames() throws {
        #expect(try frames(of: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").count == 2)
        #expect(try frames(of: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n").count == 2)
        #expect(try frames(of: "HTTP/1.1 204 No Content\r\n\r\n").endings == [0])
        #expect(try frames(of: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", answering: .head).endings == [0])
    }

    @Test("An interim answer does not end the stream, nor does half an answer")
    func unended() throws {
        let answer = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab"
        let frames = try frames(of: answer)
        #expect(frames.heads == ["100", "200 content-length=3"] && frames.body == "ab" && frames.endings.isEmpty)
    }

    @Test("A head may have more fields than one that comes, but must fit one frame")
    func largeHead() throws {
        let lines = (0..<200).map { "X-\($0): \(String(repeating: "a", count: 100))\r\n" }.joined()
        #expect(try frames(of: "HTTP/1.1 204 No Content\r\n\(lines)\r\n").endings == [0])
        for (byte, count) in [("a", 27_000), ("\u{E9}", 4_000)] {
            #expect(throws: HeadProblem.tooLarge) {
                try frames(of: "HTTP/1.1 200 OK\r\nX: \(String(repeating: byte, count: count))\r\n\r\n")
            }
        }
    }

    @Test("A cookie is kept out of the table that compresses")
    func sensitive() throws {
        var frames = AnswerFrames(answering: .get)
        frames.append(ByteBuffer(string: "HTTP/1.1 204 No Content\r\nSet-Cookie: a=b\r\n\r\n"))
        guard case .headers(let head) = try frames.next() else { throw NotAHead() }
        let cookie = try #require(head.headers.first { $0.name == "set-cookie" })
        #expect(cookie.indexable == .neverIndexed)
    }

    private struct NotAHead: Error {}

    private struct Made {
        var heads: [String] = []
        var body = ""
        var count = 0
        /// The numbers of the frames that end the stream.
        var endings: [Int] = []
    }

    private func frames(
        of answer: String, inPiecesOf size: Int = .max, answering method: RequestHead.Method = .get
    ) throws -> Made {
        var made = Made()
        var frames = AnswerFrames(answering: method)
        var rest = ByteBuffer(string: answer)
        while let piece = rest.readSlice(length: min(size, rest.readableBytes)), piece.readableBytes > 0 {
            frames.append(piece)
            while let frame = try frames.next() { add(frame, to: &made) }
        }
        return made
    }

    private func add(_ frame: HTTP2Frame.FramePayload, to made: inout Made) {
        switch frame {
        case .headers(let head):
            let words = head.headers.map { $0.name == ":status" ? $0.value : "\($0.name)=\($0.value)" }
            made.heads.append(words.joined(separator: " "))
            if head.endStream { made.endings.append(made.count) }
        case .data(let data):
            if case .byteBuffer(let bytes) = data.data { made.body += String(buffer: bytes) }
            if data.endStream { made.endings.append(made.count) }
        default: Issue.record("no answer has \(frame)")
        }
        made.count += 1
    }
}
