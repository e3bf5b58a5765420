import Domain
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A listener on a free port of 127.0.0.1 whose connections a test handles by hand.
public final class WireListener: Sendable {
    /// No connection came within ten seconds.
    public struct NobodyCame: Error {}

    private let channel: any Channel
    private let connections: Queue

    private init(_ channel: any Channel, _ connections: Queue) {
        self.channel = channel
        self.connections = connections
    }

    /// Begins to listen; by TLS with a certificate. On a port of `Wire.ownPort` nobody else will once this has stopped.
    public static func start(
        _ certificate: TestCertificate? = nil, onPort port: Int = 0
    ) async throws -> WireListener {
        let connections = Queue()
        let channel = try await Wire.listen(certificate, onPort: port) { connections.put($0) }
        return WireListener(channel, connections)
    }

    /// Where it listens.
    public var address: Endpoint { Wire.address(of: channel) }

    /// How many connections have come so far.
    public var count: Int { connections.count }

    /// The next connection in the order they came.
    public func next() async throws -> WireConnection {
        guard let connection = try await connections.next(on: channel.eventLoop) else { throw NobodyCame() }
        return connection
    }

    /// Ends the listener and every connection it took.
    public func stop() async {
        try? await channel.close().get()  // an end that came before is as good
        for connection in connections.all { await connection.close() }
    }

    /// Connections that came, and who waits for the next.
    private final class Queue: Sendable {
        private struct State {
            var all: [WireConnection] = []
            var taken = 0
            var waiter: EventLoopPromise<Void>?
        }

        private let state = Mutex(State())

        var all: [WireConnection] { state.withLock { $0.all } }
        var count: Int { state.withLock { $0.all.count } }

        func put(_ connection: WireConnection) {
            let waiter = state.withLock { state in
                state.all.append(connection)
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.succeed()
        }

        func next(on loop: any EventLoop) async throws -> WireConnection? {
            if let connection = take() { return connection }
            let promise = loop.makePromise(of: Void.self)
            let limit = loop.scheduleTask(in: .seconds(10)) { self.state.withLock { $0.waiter }?.succeed() }
            let isThere = state.withLock { state in
                if state.taken == state.all.count { state.waiter = promise }
                return state.taken < state.all.count
            }
            if isThere { promise.succeed() }
            try await promise.futureResult.get()
            limit.cancel()
            return take()
        }

        private func take() -> WireConnection? {
            state.withLock { state in
                guard state.taken < state.all.count else { return nil }
                state.taken += 1
                return state.all[state.taken - 1]
            }
        }
    }
}

/// Sockets on 127.0.0.1 for tests.
public enum Wire {
    /// Connects to a port of 127.0.0.1; by TLS with a `localhost` that shows this certificate.
    public static func connect(
        to port: UInt16, trusting certificate: TestCertificate? = nil
    ) async throws -> WireConnection {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls = try certificate?.clientHandler("localhost") {
                        try channel.pipeline.syncOperations.addHandler(tls)
                    }
                    _ = try adopt(channel)
                }
            }
            .connect(host: "127.0.0.1", port: Int(port)).get()
        return try await channel.eventLoop.submit { try connection(of: channel) }.get()
    }

    /// A free port of 127.0.0.1 that is given to nobody else.
    public static func ownPort() throws -> Int {
        guard let port = LoopbackSocket.freePort() else { throw NoPort() }
        return port
    }

    /// Every port that was tried is taken.
    public struct NoPort: Error {}

    /// Listens on a port, 0 for any free one, or on the Unix socket of a path.
    static func listen(
        _ certificate: TestCertificate? = nil, onSocket path: String? = nil, onPort port: Int = 0,
        _ took: @escaping @Sendable (WireConnection) -> Void
    ) async throws -> any Channel {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls = try certificate?.serverHandler() {
                        try channel.pipeline.syncOperations.addHandler(tls)
                    }
                    took(try adopt(channel))
                }
            }
        if let path { return try await bootstrap.bind(unixDomainSocketPath: path).get() }
        return try await bootstrap.childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .bind(host: "127.0.0.1", port: port).get()
    }

    static func address(of channel: any Channel) -> Endpoint {
        Endpoint(host: "127.0.0.1", port: UInt16(channel.localAddress?.port ?? 0))
    }

    /// Puts a channel whose bytes reach the end of its pipeline into a test's hands.
    public static func adopt(_ channel: any Channel) throws -> WireConnection {
        let connection = WireConnection(channel)
        try channel.pipeline.syncOperations.addHandler(WireHandler(connection))
        return connection
    }

    private static func connection(of channel: any Channel) throws -> WireConnection {
        try channel.pipeline.syncOperations.handler(type: WireHandler.self).connection
    }
}
