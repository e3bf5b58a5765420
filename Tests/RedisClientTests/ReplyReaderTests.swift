import NIOCore
import Testing

@testable import RedisClient

@Suite("Reading replies")
struct ReplyReaderTests {
    private func read(_ text: String) throws -> [Result<RedisValue, RedisError>] {
        let reader = try ReplyReader()
        try reader.feed(ByteBuffer(string: text))
        var replies: [Result<RedisValue, RedisError>] = []
        while let reply = try reader.next() { replies.append(reply) }
        return replies
    }

    @Test("Every kind of RESP2 reply is read, several in one buffer")
    func kinds() throws {
        let replies = try read("+OK\r\n:-7\r\n$5\r\na\r\nb\0\r\n$-1\r\n*-1\r\n*0\r\n$0\r\n\r\n")
        #expect(
            replies == [
                .success(.string(ByteBuffer(string: "OK"))), .success(.integer(-7)),
                .success(.string(ByteBuffer(string: "a\r\nb\0"))), .success(.null), .success(.null),
                .success(.array([])), .success(.string(ByteBuffer())),
            ])
    }

    @Test("Arrays nest")
    func nested() throws {
        let replies = try read("*3\r\n:1\r\n*2\r\n$1\r\nx\r\n$-1\r\n+y\r\n")
        #expect(
            replies == [
                .success(
                    .array([
                        .integer(1), .array([.string(ByteBuffer(string: "x")), .null]),
                        .string(ByteBuffer(string: "y")),
                    ]))
            ])
    }

    @Test("An error reply is a failure with its code, also inside an array")
    func errors() throws {
        let expected = RedisError.server(code: "WRONGTYPE", message: "WRONGTYPE not a list")
        #expect(try read("-WRONGTYPE not a list\r\n:1\r\n") == [.failure(expected), .success(.integer(1))])
        #expect(try read("*2\r\n:1\r\n-WRONGTYPE not a list\r\n:1\r\n") == [.failure(expected), .success(.integer(1))])
    }

    @Test("A reply may arrive a byte at a time")
    func bytewise() throws {
        let reader = try ReplyReader()
        var replies: [Result<RedisValue, RedisError>] = []
        for byte in "*2\r\n$3\r\nabc\r\n:12\r\n".utf8 {
            try reader.feed(ByteBuffer(bytes: [byte]))
            while let reply = try reader.next() { replies.append(reply) }
        }
        #expect(replies == [.success(.array([.string(ByteBuffer(string: "abc")), .integer(12)]))])
    }

    @Test(
        "What is not RESP2 is a protocol violation",
        arguments: [
            "?\r\n", "HTTP/1.1 400\r\n", ":12x\r\n", "$x\r\n", "$-2\r\n", "*99999999999\r\n",
            String(repeating: "*1\r\n", count: 12),
        ])
    func violations(_ text: String) throws {
        #expect {
            try read(text)
        } throws: { error in
            guard case RedisError.protocolViolation = error else { return false }
            return true
        }
    }

    @Test("What a reply has taken so far is counted, and given up when it is whole")
    func held() throws {
        let reader = try ReplyReader()
        try reader.feed(ByteBuffer(string: "*2147483647\r\n$5\r\nabcde\r\n:1\r\n$100\r\nxyz"))
        #expect(try reader.next() == nil)
        #expect(reader.heldBytes > 8)
        let whole = try ReplyReader()
        try whole.feed(ByteBuffer(string: "$5\r\nabcde\r\n"))
        _ = try whole.next()
        #expect(whole.heldBytes == 0)
    }

    @Test("Integers are read from digits, and nothing else")
    func integers() {
        func integer(_ text: String) -> Int64? { RedisValue.string(ByteBuffer(string: text)).integer }
        #expect(integer("-9223372036854775808") == .min)
        #expect(integer("9223372036854775807") == .max)
        #expect(integer("9223372036854775808") == nil)
        #expect(integer("") == nil && integer("-") == nil && integer("1x") == nil && integer("+1") == nil)
    }
}
