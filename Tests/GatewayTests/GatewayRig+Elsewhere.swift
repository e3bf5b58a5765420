import CasementTesting
import Domain
import Gateway
import NIOCore
import NIOPosix
import RedisClient
import Sessions

extension GatewayRig {
    /// Asks the session store as another node does, past this gateway.
    func elsewhere<Value: Sendable>(
        _ body: @escaping @Sendable (SessionStore) -> EventLoopFuture<Value>
    ) async throws -> Value {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        return try await eventLoop.flatSubmit { [redis] in
            let client = RedisClient(server: RedisServer(redis), eventLoop: eventLoop, commandTimeout: .seconds(20))
            let store = SessionStore(redis: client, limits: SessionLimits())
            return body(store).assumeIsolated().map { value in
                store.close()
                return value
            }.nonisolated()
        }.get()
    }

    /// Has whatever is open under a customer's sessions read its session again, and waits until that has begun.
    func spreadNews(of customer: CustomerID = TestDirectory.blueSky) async throws {
        let now = clock.now
        let sessions = try await elsewhere { $0.list(SessionSelection(.customer(customer)), limit: 100, at: now) }
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        _ = try await eventLoop.flatSubmit { [redis] in
            let client = RedisClient(server: RedisServer(redis), eventLoop: eventLoop, commandTimeout: .seconds(20))
            let told = sessions.map { client.send(["PUBLISH", "casement:sessions", .text($0.id)]) }
            return EventLoopFuture.whenAllSucceed(told, on: eventLoop).assumeIsolated().map { answers in
                client.close()
                return answers
            }.nonisolated()
        }.get()
        try await gateway.knowsOfEnds()
    }
}
