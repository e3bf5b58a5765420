import CasementTesting
import Foundation
import NIOCore
import RedisClient
import Testing

@Suite("A server that fails, and serves again", .enabled(if: RedisServerProcess.isInstalled))
struct RedisOutageTests {
    @Test("Once a reply was late commands fail at once, and none of them is carried out later")
    func hanging() async throws {
        let server = try RedisServerProcess()
        let redis = try await OnLoop(server.url, timeout: .milliseconds(200))
        #expect(try await eventually { try await redis.send("ECHO", "before") }.text == "before")
        server.pause()
        await #expect(throws: RedisError.timedOut) { try await redis.send("ECHO", "late") }
        #expect(try await redis.failuresAtOnce(of: 1000, ["INCR", "counter"]) == 1000)
        server.resume()
        #expect(try await eventually { try await redis.send("ECHO", "after") }.text == "after")
        #expect(try await redis.send("GET", "counter").isNull)
        try await redis.close()
    }

    @Test("So they do once connecting has failed; the server is found again by nobody's asking")
    func down() async throws {
        let server = try RedisServerProcess()
        server.kill()
        let redis = try await OnLoop(server.url)
        await #expect(throws: RedisError.self) { try await redis.send("PING") }
        #expect(try await redis.failuresAtOnce(of: 1000, ["INCR", "counter"]) == 1000)
        try server.start()
        try await until { try await redis.connectionCount == 1 }
        #expect(try await redis.send("GET", "counter").isNull)
        try await redis.close()
    }

    @Test("Commands that come while the first attempt is made wait for it")
    func connecting() async throws {
        let server = try RedisServerProcess()
        let redis = try await OnLoop(server.url)
        #expect(try await redis.failuresAtOnce(of: 100, ["INCR", "counter"]) == 0)
        #expect(try await redis.send("INCR", "counter").integer == 101)
        try await redis.close()
    }

    @Test("A connection that gives no sign of life when asked is made anew, without a command having met it")
    func checked() async throws {
        let server = try RedisServerProcess()
        let redis = try await OnLoop(server.url, timeout: .milliseconds(100))
        #expect(try await eventually { try await redis.send("ECHO", "before") }.text == "before")
        let count = try await redis.connectionCount
        try await until {
            server.pause()
            try await redis.run { client in
                client.checkConnection()
                return client.eventLoop.makeSucceededVoidFuture()
            }
            try await Task.sleep(for: .milliseconds(200))  // mostly long enough; else it is tried again
            server.resume()
            return try await redis.connectionCount > count
        }
        try await redis.close()
    }

    @Test("After a failover the write goes to the new primary, and nobody sees READONLY")
    func failover() async throws {
        let (first, second) = (try RedisServerProcess(), try RedisServerProcess())
        let socket = try SwitchedSocket(to: first)
        let redis = try await OnLoop(socket.url)
        #expect(try await redis.send("SET", "k", "first").text == "OK")
        try socket.lead(to: second)
        let demoted = try await OnLoop(first.url)
        _ = try await demoted.send("REPLICAOF", "127.0.0.1", .integer(Int64(second.port)))
        #expect(try await redis.run { $0.send(["SET", "k", "second"], whenLost: .repeatOnce) }.text == "OK")
        let promoted = try await OnLoop(second.url)
        #expect(try await promoted.send("GET", "k").text == "second")
        for each in [redis, demoted, promoted] { try await each.close() }
    }

    @Test("A server that stays a replica fails, and serves once it is promoted")
    func readOnly() async throws {
        let (primary, server) = (try RedisServerProcess(), try RedisServerProcess())
        let (redis, other) = (try await OnLoop(server.url), try await OnLoop(server.url))
        _ = try await other.send("REPLICAOF", "127.0.0.1", .integer(Int64(primary.port)))
        let set: @Sendable (RedisClient) -> EventLoopFuture<RedisValue> = {
            $0.send(["SET", "k", "v"], whenLost: .repeatOnce)
        }
        for _ in 0..<20 { await #expect(throws: RedisError.self) { try await redis.run(set) } }
        _ = try await other.send("REPLICAOF", "NO", "ONE")
        #expect(try await eventually { try await redis.run(set) }.text == "OK")
        for each in [redis, other] { try await each.close() }
    }
}

extension OnLoop {
    var connectionCount: Int {
        get async throws { try await run { $0.eventLoop.makeSucceededFuture($0.connectionCount) } }
    }

    /// Sends a command so many times; gives how many of them had failed when the last was sent.
    func failuresAtOnce(of count: Int, _ words: [RedisArgument]) async throws -> Int {
        try await run { client in
            var failures = 0
            for _ in 0..<count {
                client.send(words, whenLost: .repeatOnce) { if case .failure = $0 { failures += 1 } }
            }
            return client.eventLoop.makeSucceededFuture(failures)
        }
    }
}

/// The path of a Unix socket that leads to one server, then to another, as a name does whose address changes.
private final class SwitchedSocket: Sendable {
    private let path = URL.temporaryDirectory.appending(path: "casement-\(UUID().uuidString.prefix(8)).sock")

    init(to server: RedisServerProcess) throws { try lead(to: server) }

    deinit { try? FileManager.default.removeItem(at: path) }  // a leftover in the temporary folder harms no one

    var url: String { "unix://\(path.path)" }

    func lead(to server: RedisServerProcess) throws {
        try? FileManager.default.removeItem(at: path)  // there is none the first time
        try FileManager.default.createSymbolicLink(
            atPath: path.path, withDestinationPath: String(server.socketURL.dropFirst("unix://".count)))
    }
}

/// Waits until it is so; fails after a minute.
func until(_ isSo: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(60)
    while try await !isSo() {
        try #require(ContinuousClock.now < end)
        try await Task.sleep(for: .milliseconds(5))
    }
}
