import CasementTesting
import NIOCore
import NIOPosix
import RedisClient
import Testing

@Suite("The client against a real server", .enabled(if: RedisServerProcess.isInstalled))
struct RedisClientTests {
    @Test("A thousand commands are answered in order, over TCP and over a Unix socket")
    func pipelining() async throws {
        let server = try RedisServerProcess()
        for url in [server.url, server.socketURL] {
            let redis = try await OnLoop(url)
            let replies = try await redis.run { client in
                EventLoopFuture.whenAllSucceed(
                    (0..<1000).map { client.send(["ECHO", .integer($0)]) }, on: client.eventLoop)
            }
            #expect(replies.map(\.integer) == (0..<1000).map(Int64.init))
            try await redis.close()
        }
    }

    @Test("An error of the server fails its command alone")
    func serverError() async throws {
        let server = try RedisServerProcess()
        let redis = try await OnLoop(server.url)
        _ = try await redis.send("SET", "text", "abc")
        await #expect {
            try await redis.send("LPUSH", "text", "x")
        } throws: { error in
            guard case RedisError.server(code: "WRONGTYPE", _) = error else { return false }
            return true
        }
        #expect(try await redis.send("GET", "text").text == "abc")
        try await redis.close()
    }

    @Test("Password, user and database are used on every connection")
    func signIn() async throws {
        let server = try RedisServerProcess(options: [
            "--requirepass", "p@ss", "--user", "ann", "on", ">w0rd", "~*", "&*", "+@all",
        ])
        let path = server.socketURL
        let redis = try await OnLoop("redis://:p%40ss@127.0.0.1:\(server.port)/3")
        _ = try await redis.send("SET", "k", "v")
        let other = try await OnLoop("\(path)?db=3&user=ann&password=w0rd")
        #expect(try await other.send("GET", "k").text == "v")
        #expect(try await other.send("ACL", "WHOAMI").text == "ann")
        try server.restartByForce()
        #expect(try await eventually { try await redis.send("DBSIZE") }.integer == 1)
        for wrong in ["redis://127.0.0.1:\(server.port)", "redis://:wrong@127.0.0.1:\(server.port)"] {
            let refused = try await OnLoop(wrong)
            await #expect {
                try await refused.send("GET", "k")
            } throws: { error in
                guard case RedisError.unavailable = error else { return false }
                return true
            }
            try await refused.close()
        }
        try await redis.close()
        try await other.close()
    }

    @Test("While the server is down commands fail, and work again by themselves afterwards")
    func downAndUp() async throws {
        let server = try RedisServerProcess()
        let redis = try await OnLoop(server.url)
        _ = try await redis.send("SET", "k", "v")
        server.kill()
        for _ in 0..<20 { await #expect(throws: RedisError.self) { try await redis.send("GET", "k") } }
        try server.start()
        #expect(try await eventually { try await redis.send("GET", "k") }.text == "v")
        try await redis.close()
    }

    @Test("A server that hangs is given up after the deadline; what it says later answers nothing else")
    func hanging() async throws {
        let server = try RedisServerProcess()
        let redis = try await OnLoop(server.url, timeout: .milliseconds(200))
        #expect(try await eventually { try await redis.send("ECHO", "before") }.text == "before")
        server.pause()
        await #expect(throws: RedisError.timedOut) { try await redis.send("ECHO", "late") }
        server.resume()
        for number in 0..<200 {
            guard let reply = try? await redis.send("ECHO", .integer(Int64(number))) else { continue }
            #expect(reply.integer == Int64(number))
        }
        #expect(try await eventually { try await redis.send("ECHO", "after") }.text == "after")
        try await redis.close()
    }

    @Test("A command marked safe is sent once more when an idle connection turns out dead")
    func repeated() async throws {
        let server = try RedisServerProcess()
        let redis = try await OnLoop(server.url)
        let id = try await redis.send("CLIENT", "ID")
        let other = try await OnLoop(server.url)
        let number = try #require(id.integer)
        async let blocked = redis.run { $0.send(["BLPOP", "list", "0"], whenLost: .repeatOnce) }
        let blockedClient: @Sendable () async throws -> Bool = {
            try await other.send("CLIENT", "LIST").text?.contains("cmd=blpop") == true
        }
        while try await !blockedClient() { await Task.yield() }
        _ = try await other.send("CLIENT", "KILL", "ID", .integer(number))
        while try await !blockedClient() { await Task.yield() }
        _ = try await other.send("RPUSH", "list", "x")
        #expect(try await blocked.array?.last?.text == "x")
        try await redis.close()
        try await other.close()
    }

    @Test("A script is known by its digest, and sent whole again when the server has forgotten it")
    func scripts() async throws {
        let server = try RedisServerProcess()
        let redis = try await OnLoop(server.url)
        let script = RedisScript(name: "join", source: "return KEYS[1] .. ARGV[1]")
        let run = { @Sendable (client: RedisClient) in
            client.script(script, keys: ["a"], arguments: ["b"])
        }
        for _ in 0..<3 { #expect(try await redis.run(run).text == "ab") }
        _ = try await redis.send("SCRIPT", "FLUSH")
        #expect(try await redis.run(run).text == "ab")
        let counts = try #require(try await redis.send("INFO", "commandstats").text)
        #expect(counts.contains("cmdstat_evalsha"))
        try await redis.close()
    }

    @Test("A closed client answers with closed")
    func closed() async throws {
        let server = try RedisServerProcess()
        let redis = try await OnLoop(server.url)
        _ = try await redis.send("PING")
        try await redis.close()
        await #expect(throws: RedisError.closed) { try await redis.send("PING") }
    }
}

extension RedisServerProcess {
    fileprivate func restartByForce() throws {
        kill()
        try start()
    }
}

/// Tries until it works; fails as the last attempt did, after a minute.
func eventually<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
        if let value = try? await body() { return value }
        await Task.yield()
    }
    return try await body()
}
