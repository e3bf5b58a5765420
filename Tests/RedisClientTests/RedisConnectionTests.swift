import NIOCore
import NIOEmbedded
import Testing

@testable import RedisClient

@Suite("One connection, on a clock of its own")
struct RedisConnectionTests {
    @Test("Commands of one tick leave in one write")
    func coalescing() throws {
        let line = try Line()
        _ = line.send("A")
        _ = line.send("B")
        #expect(try line.channel.readOutbound(as: ByteBuffer.self) == nil)
        line.channel.embeddedEventLoop.run()
        let written = try line.channel.readOutbound(as: ByteBuffer.self).map { String(buffer: $0) }
        #expect(written == "*1\r\n$1\r\nA\r\n*1\r\n$1\r\nB\r\n")
    }

    @Test("A late reply drops the connection whole, and answers no other command")
    func late() throws {
        let line = try Line()
        let first = line.send("A")
        line.channel.embeddedEventLoop.advanceTime(by: .milliseconds(400))
        let second = line.send("B")
        line.channel.embeddedEventLoop.advanceTime(by: .milliseconds(100))
        #expect(line.lost == .timedOut)
        #expect(line.handedBack == 2)
        #expect(!line.channel.isActive)
        _ = try? line.channel.writeInbound(ByteBuffer(string: "+late\r\n"))  // closed: whether it throws is no matter
        first.fail(RedisError.timedOut)
        second.fail(RedisError.timedOut)
        #expect(throws: RedisError.timedOut) { try first.futureResult.wait() }
        #expect(throws: RedisError.timedOut) { try second.futureResult.wait() }
    }

    @Test("The deadline is each command's own")
    func deadlines() throws {
        let line = try Line()
        let first = line.send("A")
        line.channel.embeddedEventLoop.advanceTime(by: .milliseconds(400))
        let second = line.send("B")
        try line.channel.writeInbound(ByteBuffer(string: "+a\r\n"))
        line.channel.embeddedEventLoop.advanceTime(by: .milliseconds(400))
        #expect(line.lost == nil)
        line.channel.embeddedEventLoop.advanceTime(by: .milliseconds(100))
        #expect(line.lost == .timedOut)
        #expect(try first.futureResult.wait().text == "a")
        second.fail(RedisError.timedOut)
    }

    @Test("A reply to nothing drops the connection")
    func unasked() throws {
        let line = try Line()
        try line.channel.writeInbound(ByteBuffer(string: "+a\r\n"))
        #expect(line.lost == .protocolViolation("a reply to nothing"))
    }

    @Test("A reply that passes 16 MiB drops the connection")
    func cap() throws {
        let line = try Line()
        let waiting = line.send("A")
        try line.channel.writeInbound(ByteBuffer(string: "$99999999\r\n"))
        let piece = ByteBuffer(repeating: 120, count: 1024 * 1024)
        for _ in 0..<16 { try line.channel.writeInbound(piece) }
        #expect(line.lost == .protocolViolation("reply too large"))
        waiting.fail(RedisError.timedOut)
    }

    @Test("An array of small replies passes the same cap")
    func arrayCap() throws {
        let line = try Line()
        let waiting = line.send("A")
        try line.channel.writeInbound(ByteBuffer(string: "*2000000000\r\n"))
        let piece = ByteBuffer(string: String(repeating: ":1\r\n", count: 65_536))
        for _ in 0..<64 where line.lost == nil { try line.channel.writeInbound(piece) }
        #expect(line.lost == .protocolViolation("reply too large"))
        waiting.fail(RedisError.timedOut)
    }

    @Test("READONLY drops the connection and hands its command back")
    func readOnly() throws {
        let line = try Line()
        let waiting = line.send("A")
        try line.channel.writeInbound(ByteBuffer(string: "-READONLY You can't write against a read only replica.\r\n"))
        #expect(line.lost?.saysReadOnly == true)
        #expect(line.handedBack == 1)
        waiting.fail(RedisError.timedOut)
    }
}

private final class Line {
    let channel = EmbeddedChannel()
    private(set) var lost: RedisError?
    private(set) var handedBack = 0
    private var connection: RedisConnection?

    init() throws {
        let connection = try RedisConnection { [unowned self] error, commands in
            lost = error
            handedBack = commands.count
        }
        self.connection = connection
        try channel.pipeline.syncOperations.addHandler(connection)
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/nowhere")).wait()
    }

    func send(_ word: String) -> EventLoopPromise<RedisValue> {
        let promise = channel.eventLoop.makePromise(of: RedisValue.self)
        connection?.send(
            PendingCommand(
                arguments: [.text(word)], deadline: channel.eventLoop.now + .milliseconds(500), mayBeRepeated: false
            ) { promise.completeWith($0.mapError { $0 }) })
        return promise
    }
}
