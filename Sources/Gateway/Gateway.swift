import Domain
import Logging
import NIOCore
import NIOPosix
import Sessions
import SignIn

/// The data plane: listens, and gives each connection to one event loop that owns all it needs.
public final class Gateway: Sendable {
    /// What every loop is made from.
    public struct Parts: Sendable {
        /// What the operator settled.
        public var configuration: GatewayConfiguration
        /// How tokens and origins are judged.
        public var signIn: SignInDecider.Rules
        /// The directory as it is now.
        public var view: DirectoryView
        /// The keys of the assertions as they are now.
        public var assertions: AssertionKeys
        /// Makes a loop's session store, on that loop.
        public var makeSessions: @Sendable (any EventLoop) -> SessionStore
        /// Told of a partner that has no such key as a token of its names: its keys may have changed where they are
        /// published. Called on a loop, so it must not wait.
        public var wantsKeys: @Sendable (VendorID) -> Void
        /// Where refusals are logged.
        public var logger: Logger
        /// The time of day.
        public var clock: @Sendable () -> UnixTime

        /// Gathers the parts.
        public init(
            configuration: GatewayConfiguration, signIn: SignInDecider.Rules, view: DirectoryView,
            assertions: AssertionKeys, makeSessions: @escaping @Sendable (any EventLoop) -> SessionStore,
            wantsKeys: @escaping @Sendable (VendorID) -> Void, logger: Logger, clock: @escaping @Sendable () -> UnixTime
        ) {
            self.configuration = configuration
            self.signIn = signIn
            self.view = view
            self.assertions = assertions
            self.makeSessions = makeSessions
            self.wantsKeys = wantsKeys
            self.logger = logger
            self.clock = clock
        }
    }

    private let group: MultiThreadedEventLoopGroup
    private let loops: [NIOLoopBound<GatewayLoop>]
    private let listener: any Channel
    private let drainTime: TimeAmount

    /// Where it listens, with the port that the system chose when 0 was asked for.
    public let address: Endpoint

    private init(
        group: MultiThreadedEventLoopGroup, loops: [NIOLoopBound<GatewayLoop>], listener: any Channel, _ parts: Parts
    ) {
        self.group = group
        self.loops = loops
        self.listener = listener
        drainTime = parts.configuration.timeouts.drain
        address = Endpoint(
            host: parts.configuration.listen.host,
            port: listener.localAddress?.port.map { UInt16($0) } ?? parts.configuration.listen.port)
    }

    /// Makes the loops, binds and serves.
    public static func start(_ parts: Parts) async throws -> Gateway {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: parts.configuration.workers)
        do {
            var loops: [NIOLoopBound<GatewayLoop>] = []
            for eventLoop in group.makeIterator() { loops.append(try await makeLoop(parts, on: eventLoop)) }
            for loop in loops { try await loop.eventLoop.submit { [loops] in loop.value.peers = loops }.get() }
            try await loops[0].eventLoop.submit { [loops] in loops[0].value.judgeServers() }.get()
            let listener = try await bind(parts.configuration.listen, group, loops)
            return Gateway(group: group, loops: loops, listener: listener, parts)
        } catch {
            try? await group.shutdownGracefully()  // the first error is the one to tell
            throw error
        }
    }

    /// Gives every loop its own reference to the view; returns when each has it, or a later one.
    public func show(_ view: DirectoryView) async throws {
        for loop in loops { try await loop.eventLoop.submit { loop.value.show(view) }.get() }
    }

    /// Shows clients this certificate on every connection that comes once this returns.
    public func show(_ certificate: ServerCertificate) async throws {
        for loop in loops { try await loop.eventLoop.submit { loop.value.certificate = certificate }.get() }
    }

    /// Has every loop sign and publish with these keys; returns when each does.
    public func sign(with keys: AssertionKeys) async throws {
        for loop in loops {
            try await loop.eventLoop.submit { try loop.value.identities.sign(with: keys) }.get()
        }
    }

    /// Trusts the application's servers by these authorities on every connection that is made once this returns.
    public func trust(_ trust: UpstreamTrust) async throws {
        for loop in loops { try await loop.eventLoop.submit { loop.value.trust(trust) }.get() }
    }

    /// Returns once no loop serves a session that ended before this was called.
    public func knowsOfEnds() async throws {
        guard let loop = loops.first else { return }
        try await loop.eventLoop.flatSubmit {
            let promise = loop.eventLoop.makePromise(of: Void.self)
            loop.value.whenAllKnowOfEnds { promise.succeed() }
            return promise.futureResult
        }.get()
    }

    /// What is on its way through at this moment.
    func held() async throws -> Held {
        var held = Held()
        for loop in loops { held = held + (try await loop.eventLoop.submit { loop.value.held }.get()) }
        return held
    }

    /// Takes no new connection, lets running requests end within the drain time, then ends everything.
    public func stop() async throws {
        try await listener.close()
        for loop in loops { try await loop.eventLoop.submit { loop.value.drain() }.get() }
        let deadline = NIODeadline.now() + drainTime
        while try await !isIdle(), NIODeadline.now() < deadline {
            try await group.next().scheduleTask(in: .milliseconds(20)) {}.futureResult.get()
        }
        for loop in loops { try await loop.eventLoop.submit { loop.value.end() }.get() }
        try await group.shutdownGracefully()
    }

    private func isIdle() async throws -> Bool {
        for loop in loops where try await !loop.eventLoop.submit({ loop.value.clients.isEmpty }).get() { return false }
        return true
    }

    private static func makeLoop(_ parts: Parts, on eventLoop: any EventLoop) async throws -> NIOLoopBound<GatewayLoop>
    {
        try await eventLoop.submit {
            let loop = try GatewayLoop(
                eventLoop: eventLoop, configuration: parts.configuration, sessions: parts.makeSessions(eventLoop),
                decider: SignInDecider(rules: parts.signIn), view: parts.view, assertions: parts.assertions,
                wantsKeys: parts.wantsKeys, logger: parts.logger, clock: parts.clock)
            loop.start()
            return NIOLoopBound(loop, eventLoop: eventLoop)
        }.get()
    }

    private static func bind(
        _ listen: Endpoint, _ group: MultiThreadedEventLoopGroup, _ loops: [NIOLoopBound<GatewayLoop>]
    ) async throws -> any Channel {
        let loops = Dictionary(uniqueKeysWithValues: loops.map { (ObjectIdentifier($0.eventLoop), $0) })
        return try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let loop = loops[ObjectIdentifier(channel.eventLoop)] else {
                        throw ChannelError.inappropriateOperationForState
                    }
                    try ClientConnection.begin(on: channel, of: loop.value)
                }
            }
            .bind(host: listen.host, port: Int(listen.port)).get()
    }
}
