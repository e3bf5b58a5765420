import NIOCore
import Testing

@testable import RedisClient

@Suite("Writing commands")
struct CommandEncoderTests {
    @Test("Words are written with their length, whatever bytes they hold")
    func words() throws {
        var buffer = ByteBuffer()
        try CommandEncoder.encode(["SET", .bytes([0, 13, 10, 37]), .integer(-5), .text("")], into: &buffer)
        try CommandEncoder.encode(["PING"], into: &buffer)
        #expect(
            String(buffer: buffer)
                == "*4\r\n$3\r\nSET\r\n$4\r\n\0\r\n%\r\n$2\r\n-5\r\n$0\r\n\r\n*1\r\n$4\r\nPING\r\n")
    }

    @Test("Words that never change are counted and stand where they were put")
    func constant() throws {
        var buffer = ByteBuffer()
        try CommandEncoder.encode(["HMGET", "k", .constant(RedisWords(["a", "bc"]))], into: &buffer)
        #expect(String(buffer: buffer) == "*4\r\n$5\r\nHMGET\r\n$1\r\nk\r\n$1\r\na\r\n$2\r\nbc\r\n")
    }

    @Test("A command without words is refused")
    func empty() {
        var buffer = ByteBuffer()
        #expect(throws: RedisError.commandInvalid) { try CommandEncoder.encode([], into: &buffer) }
    }
}
