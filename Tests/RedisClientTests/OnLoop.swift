import NIOCore
import NIOPosix
import RedisClient

/// A client on a loop, for tests that are not there.
struct OnLoop: Sendable {
    let loop: any EventLoop
    let client: NIOLoopBound<RedisClient>

    init(_ url: String, timeout: TimeAmount = .seconds(5)) async throws {
        try await self.init(RedisServer(try RedisAddress(url)), timeout: timeout)
    }

    init(_ server: RedisServer, timeout: TimeAmount = .seconds(5)) async throws {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        self.loop = loop
        client = try await loop.submit {
            NIOLoopBound(RedisClient(server: server, eventLoop: loop, commandTimeout: timeout), eventLoop: loop)
        }.get()
    }

    func run<Value: Sendable>(
        _ body: @escaping @Sendable (RedisClient) -> EventLoopFuture<Value>
    ) async throws -> Value {
        let client = client
        return try await loop.flatSubmit { body(client.value) }.get()
    }

    func send(_ arguments: RedisArgument...) async throws -> RedisValue {
        try await run { $0.send(arguments) }
    }

    func close() async throws {
        try await run { client in
            client.close()
            return client.eventLoop.makeSucceededVoidFuture()
        }
    }
}
