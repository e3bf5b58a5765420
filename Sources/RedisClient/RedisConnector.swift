import NIOCore
import NIOPosix

/// Makes connections: socket, TLS, sign-in, database, and a `PING` to see that the server serves.
struct RedisConnector {
    /// Where to.
    let server: RedisServer
    /// The loop that connections belong to.
    let eventLoop: any EventLoop
    /// From the first packet to the answer to `PING`.
    let timeout: TimeAmount

    /// Called when a connection that was made is lost, with what was in flight.
    typealias WhenLost = (RedisConnection, RedisError, CircularBuffer<PendingCommand>) -> Void

    /// A connection that is ready for commands, or the reason why there is none.
    func connect(whenLost: @escaping WhenLost) -> EventLoopFuture<NIOLoopBound<RedisConnection>> {
        let deadline = eventLoop.now + timeout
        let connection: RedisConnection
        do throws(RedisError) { connection = try makeConnection(whenLost) } catch {
            return eventLoop.makeFailedFuture(error)
        }
        let bound = NIOLoopBound(connection, eventLoop: eventLoop)
        return open(bound).assumeIsolated().flatMap { _ in
            let greeting = self.greet(connection, deadline)
            greeting.assumeIsolated().whenFailure { _ in connection.drop(.connectionLost) }
            return greeting.map { _ in bound }
        }.nonisolated()
    }

    private func makeConnection(_ whenLost: @escaping WhenLost) throws(RedisError) -> RedisConnection {
        let made = LostConnection()
        let connection = try RedisConnection { error, commands in
            if let connection = made.connection { whenLost(connection, error, commands) }
        }
        made.connection = connection
        return connection
    }

    private func open(_ connection: NIOLoopBound<RedisConnection>) -> EventLoopFuture<any Channel> {
        let bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(timeout)
            .channelInitializer { [server] channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls = try server.tlsHandler() { try pipeline.addHandler(tls) }
                    try pipeline.addHandler(connection.value)
                }
            }
        switch server.address.endpoint {
        case .tcp(let host, let port): return bootstrap.connect(host: host, port: port)
        case .unix(let path): return bootstrap.connect(unixDomainSocketPath: path)
        }
    }

    private func greet(_ connection: RedisConnection, _ deadline: NIODeadline) -> EventLoopFuture<RedisValue> {
        let address = server.address
        var words: [[RedisArgument]] = []
        if let password = address.password {
            words.append(["AUTH"] + (address.user.map { [.text($0)] } ?? []) + [.text(password.reveal())])
        }
        if address.database != 0 { words.append(["SELECT", .integer(Int64(address.database))]) }
        words.append(["PING"])
        let replies = words.map { arguments in
            let promise = eventLoop.makePromise(of: RedisValue.self)
            connection.send(
                PendingCommand(arguments: arguments, deadline: deadline, mayBeRepeated: false) {
                    promise.completeWith($0.mapError { $0 })
                })
            return promise.futureResult
        }
        return EventLoopFuture.whenAllSucceed(replies, on: eventLoop).map { $0.last ?? .null }
    }
}

/// Lets a connection's callback name the connection without owning it.
private final class LostConnection {
    weak var connection: RedisConnection?
}
