import HTTPWire
import NIOCore
import Testing

@Suite("Bodies")
struct BodyDecoderTests {
    @Test("Chunks come out as their data, however they are split", arguments: 1...40)
    func chunks(split size: Int) throws {
        let text = "5;ext=value;q=\"a;b\"\r\nhello\r\nA\r\n, chunked \r\n5\r\nworld\r\n0\r\nX-Trailer: 1\r\n\r\nNEXT"
        let (data, rest, ended) = try decode(text, .chunked, split: size)
        #expect(data == "hello, chunked world")
        #expect(ended)
        #expect("NEXT".hasPrefix(rest) || rest == "NEXT")
    }

    @Test(
        "A malformed chunk is refused for its reason",
        arguments: [
            ("+5\r\nhello\r\n", HeadProblem.chunkSize), ("5 \r\nhello\r\n", .chunkSize),
            ("0x5\r\nhello\r\n", .chunkSize),
            ("\r\n", .chunkSize), ("5\nhello\r\n", .chunkSize), ("5;\r\nhello\r\n", .chunkSize),
            ("5;a=\"b\r\nhello\r\n", .chunkSize), ("5;a=\r\nhello\r\n", .chunkSize),
            ("1234567890abcdef\r\n", .chunkSize), ("5\r\nhelloX\r\n", .chunkEnd), ("5\r\nhello\n0\r\n\r\n", .chunkEnd),
            ("5\r\nhello\rX", .chunkEnd), ("0\r\nX : y\r\n\r\n", .trailer), ("0\r\n folded\r\n\r\n", .trailer),
            ("0\r\nX: y\n\r\n", .trailer), ("5;" + String(repeating: "a", count: 2000) + "\r\n", .chunkSize),
        ])
    func malformed(text: String, problem: HeadProblem) {
        #expect { try decode(text, .chunked, split: 1000) } throws: { error in
            (error as? HeadProblem) == problem || problem == .trailer && error is HeadProblem
        }
    }

    @Test("A length is exactly that long")
    func length() throws {
        let (data, rest, ended) = try decode("hello world", .length(5), split: 3)
        #expect(data == "hello")
        #expect(ended)
        #expect(rest.hasPrefix(" "))
    }

    @Test("A body until close never ends by itself")
    func untilClose() throws {
        let (data, _, ended) = try decode("anything", .untilClose, split: 4)
        #expect(data == "anything")
        #expect(!ended)
    }

    @Test("What is encoded in chunks decodes to the same", arguments: [1, 100, 5000])
    func encoder(size: Int) throws {
        var wire = ByteBuffer()
        let encoder = BodyEncoder(.chunked)
        let data = ByteBuffer(repeating: UInt8(ascii: "x"), count: size)
        encoder.encode(data) { wire.writeImmutableBuffer($0) }
        encoder.end { wire.writeImmutableBuffer($0) }
        let (decoded, rest, ended) = try decode(String(buffer: wire), .chunked, split: 977)
        #expect(decoded == String(repeating: "x", count: size))
        #expect(rest.isEmpty)
        #expect(ended)
    }

    private func decode(_ text: String, _ framing: BodyFraming, split size: Int) throws -> (String, String, Bool) {
        var decoder = BodyDecoder(framing)
        var buffer = ByteBuffer()
        var decoded = ByteBuffer()
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            buffer.writeBytes(bytes[start..<min(start + size, bytes.count)])
            reading: while true {
                switch try decoder.next(&buffer) {
                case .needMore: break reading
                case .data(let data): decoded.writeImmutableBuffer(data)
                case .end: return (String(buffer: decoded), String(buffer: buffer), true)
                }
            }
        }
        return (String(buffer: decoded), String(buffer: buffer), false)
    }
}
