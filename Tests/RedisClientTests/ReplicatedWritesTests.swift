import CasementTesting
import NIOCore
import RedisClient
import Testing

@Suite("Writes that replicas must have", .enabled(if: RedisServerProcess.isInstalled))
struct ReplicatedWritesTests {
    private static let write = RedisScript(name: "write", source: "return redis.call('INCR', KEYS[1])")

    @Test("A write is answered once the replica has it")
    func held() async throws {
        let pair = try await Pair()
        for number in 1...20 {
            #expect(try await pair.write().integer == Int64(number))
            #expect(try await pair.onReplica("GET", "counter").integer == Int64(number))
        }
        try await pair.close()
    }

    @Test("With too few replicas it is said, and other commands are not held up by the waiting")
    func tooFew() async throws {
        let pair = try await Pair()
        pair.replica.pause()
        async let written = pair.write()
        try await until { try await pair.redis.send("GET", "counter").integer == 1 }
        // The wait for the replica takes ten seconds: these would be held up by it, were they sent behind it.
        for _ in 0..<100 { #expect(try await pair.redis.send("ECHO", "k").text == "k") }
        #expect(try await pair.redis.blockedClients == 1)
        pair.replica.resume()
        #expect(try await written.integer == 1)
        pair.replica.kill()
        try await until { try await pair.redis.replicas == 0 }
        let hasty = try await OnLoop(pair.primary.url, timeout: .seconds(2))
        let writes = try await Writes(hasty)
        await #expect(throws: RedisError.tooFewReplicas(0)) { try await writes.write() }
        #expect(try await hasty.send("GET", "counter").integer == 2)
        try await writes.close()
        try await hasty.close()
        try await pair.close()
    }

    @Test("Many writes at a time share their waits")
    func shared() async throws {
        let pair = try await Pair()
        let answers = try await pair.write(times: 500)
        #expect(answers.map(\.integer) == (1...500).map { Int64($0) })
        let waits = try await pair.redis.calls(of: "wait")
        #expect((1..<100).contains(waits), "\(waits)")
        try await pair.close()
    }

    @Test("Where none is wanted nothing is waited for")
    func none() async throws {
        let server = try RedisServerProcess()
        let redis = try await OnLoop(server.url)
        let writes = try await Writes(redis, replicas: 0)
        #expect(try await writes.write().integer == 1)
        #expect(try await redis.calls(of: "wait") == 0)
        #expect(try await redis.connectionCount == 1)
        try await writes.close()
    }

    /// Writes on the client's loop, counted under one key.
    private struct Writes: Sendable {
        private let redis: OnLoop
        private let writes: NIOLoopBound<ReplicatedWrites>

        init(_ redis: OnLoop, replicas: Int = 1) async throws {
            self.redis = redis
            writes = try await redis.loop.submit { [redis] in
                NIOLoopBound(redis.client.value.writes(heldBy: replicas), eventLoop: redis.loop)
            }.get()
        }

        func write(times count: Int = 1) async throws -> [RedisValue] {
            try await redis.loop.flatSubmit { [redis, writes] in
                EventLoopFuture.whenAllSucceed(
                    (0..<count).map { _ in
                        writes.value.script(ReplicatedWritesTests.write, keys: ["counter"], arguments: [])
                    }, on: redis.loop)
            }.get()
        }

        func write() async throws -> RedisValue { try #require(try await write(times: 1).first) }

        func close() async throws { try await redis.loop.submit { [writes] in writes.value.close() }.get() }
    }

    /// A primary and its replica, in step.
    private struct Pair: Sendable {
        let primary: RedisServerProcess
        let replica: RedisServerProcess
        let redis: OnLoop
        private let writes: Writes

        init() async throws {
            primary = try RedisServerProcess()
            replica = try RedisServerProcess(options: ["--replicaof", "127.0.0.1", "\(primary.port)"])
            let redis = try await OnLoop(primary.url, timeout: .seconds(20))
            self.redis = redis
            writes = try await Writes(redis)
            try await until { try await redis.replicas == 1 }
        }

        func write() async throws -> RedisValue { try await writes.write() }
        func write(times count: Int) async throws -> [RedisValue] { try await writes.write(times: count) }

        func onReplica(_ words: RedisArgument...) async throws -> RedisValue {
            let client = try await OnLoop(replica.url)
            let answer = try await client.run { $0.send(words) }
            try await client.close()
            return answer
        }

        func close() async throws {
            try await writes.close()
            try await redis.close()
        }
    }
}

extension OnLoop {
    /// How many replicas are in step.
    fileprivate var replicas: Int {
        get async throws {
            let info = try await send("INFO", "replication").text ?? ""
            return info.split(separator: "\r\n").count { $0.hasPrefix("slave") && $0.contains("state=online") }
        }
    }

    /// How many clients wait for something.
    fileprivate var blockedClients: Int {
        get async throws { try await number("blocked_clients:", in: "clients") }
    }

    /// How often the server has carried the command out.
    fileprivate func calls(of name: String) async throws -> Int {
        try await number("cmdstat_\(name):calls=", in: "commandstats")
    }

    private func number(_ prefix: String, in section: RedisArgument) async throws -> Int {
        let info = try await send("INFO", section).text ?? ""
        let line = info.split(separator: "\r\n").first { $0.hasPrefix(prefix) }
        return line.flatMap { Int($0.dropFirst(prefix.count).prefix { $0.isNumber }) } ?? 0
    }
}
