import NIOCore

/// A client of one Redis server over one pipelined connection. It belongs to its event loop: made, used and closed there.
///
/// It connects by itself at the first command, and again whenever the connection is lost. Every command is answered within
/// `commandTimeout`, or within twice that if it waited for a connection too.
///
/// Nobody waits for a server that is known to fail: once an attempt to connect has failed, or a reply was late, commands
/// fail at once, while one attempt at a time finds out whether the server serves again. What failed is not sent later.
public final class RedisClient {
    /// What to do with a command whose connection was lost before its reply came.
    public enum LostReply: Sendable {
        /// Fail: it may or may not have been carried out.
        case fail
        /// Send it once more, if its deadline has not passed: for commands that change nothing when carried out twice.
        case repeatOnce
    }

    /// The loop that everything here happens on.
    public let eventLoop: any EventLoop

    /// How many connections were made so far: after another one the server may have forgotten what it answered before.
    public private(set) var connectionCount = 0

    private let connector: RedisConnector
    private let commandTimeout: TimeAmount
    private var link = Link.idle
    private var backoff = ReconnectBackoff()
    private var wasReadOnly = false
    /// What the server calls the scripts that it was sent.
    var digests: [String: String] = [:]

    private enum Link {
        /// Nothing was asked yet.
        case idle
        /// Nothing is known against the server: commands wait for the attempt.
        case connecting(CircularBuffer<PendingCommand>)
        case ready(RedisConnection)
        /// Commands fail for this reason; the next attempt is under way, or due.
        case failing(RedisError, next: Scheduled<Void>)
        case closed
    }

    /// A client that is not connected yet; `commandTimeout` bounds a command, and an attempt to connect.
    public convenience init(
        server: RedisServer, eventLoop: any EventLoop, commandTimeout: TimeAmount = .milliseconds(500)
    ) {
        self.init(RedisConnector(server: server, eventLoop: eventLoop, timeout: commandTimeout))
    }

    private init(_ connector: RedisConnector) {
        self.connector = connector
        eventLoop = connector.eventLoop
        commandTimeout = connector.timeout
    }

    /// Sends a command; commands are carried out, and answered, in the order of these calls. Fails with `RedisError`.
    public func send(_ arguments: [RedisArgument], whenLost: LostReply = .fail) -> EventLoopFuture<RedisValue> {
        let promise = eventLoop.makePromise(of: RedisValue.self)
        send(arguments, whenLost: whenLost) { promise.completeWith($0.mapError { $0 }) }
        return promise.futureResult
    }

    /// The same without a future, for who asks often.
    public func send(
        _ arguments: [RedisArgument], whenLost: LostReply,
        completion: @escaping (Result<RedisValue, RedisError>) -> Void
    ) {
        dispatch(
            PendingCommand(
                arguments: arguments, deadline: eventLoop.now + commandTimeout, mayBeRepeated: whenLost == .repeatOnce,
                completion: completion))
    }

    /// What the same server publishes on a channel, with a sign of life asked for every `interval`; not opened yet.
    public func subscription(
        to channel: String, interval: TimeAmount, tell: @escaping (RedisSubscription.Event) -> Void
    ) -> RedisSubscription {
        RedisSubscription(connector, channel: channel, interval: interval, tell: tell)
    }

    /// Writes to the same server that count only once so many replicas have them; none: as soon as they are answered.
    public func writes(heldBy replicas: Int) -> ReplicatedWrites {
        ReplicatedWrites(
            replicas == 0 ? self : RedisClient(connector), replicas: replicas,
            patience: .nanoseconds(commandTimeout.nanoseconds / 2))
    }

    /// Asks for a sign of life, if there is a connection: when another one to the same server was lost, this one may be
    /// dead too, and should not be found so by the next command.
    public func checkConnection() {
        guard case .ready = link else { return }
        send(["PING"], whenLost: .fail) { _ in }
    }

    /// Ends the connection for good; what is in flight, and every later command, fails with `closed`.
    public func close() {
        let former = link
        link = .closed
        switch former {
        case .failing(_, let attempt): attempt.cancel()
        case .connecting(let waiters): for command in waiters { command.fail(.closed) }
        case .ready(let connection): connection.drop(.closed)
        case .idle, .closed: break
        }
    }

    private func dispatch(_ command: PendingCommand) {
        switch link {
        case .ready(let connection): connection.send(command)
        case .connecting(var waiters):
            guard waiters.count < RedisConnection.inFlightCap else { return command.fail(.timedOut) }
            link = .closed  // so that the buffer is not copied
            waiters.append(command)
            link = .connecting(waiters)
        case .idle: connect(for: [command])
        case .failing(let reason, _): command.fail(reason)
        case .closed: command.fail(.closed)
        }
    }

    private func connect(for commands: CircularBuffer<PendingCommand>) {
        link = .connecting(commands)
        attempt()
    }

    private func attempt() {
        connector.connect { self.lost($0, error: $1, commands: $2) }
            .assumeIsolated().whenComplete { outcome in
                switch outcome {
                case .success(let connection): self.connected(connection.value)
                case .failure(let error): self.fail("cannot connect: \(RedisError(thrown: error))")
                }
            }
    }

    private func connected(_ connection: RedisConnection) {
        let waiters: CircularBuffer<PendingCommand>
        switch link {
        case .connecting(let commands): waiters = commands
        case .failing: waiters = []
        case .idle, .ready, .closed: return connection.drop(.closed)
        }
        connectionCount += 1
        link = .ready(connection)
        for command in waiters {
            if command.deadline > eventLoop.now { connection.send(command) } else { command.fail(.timedOut) }
        }
    }

    /// Fails who waits, and from here on whoever asks, until an attempt succeeds.
    private func fail(_ reason: String) {
        let former = link
        if case .closed = former { return }
        let wait = backoff.next(jitter: .random(in: 0...1))
        let next = eventLoop.assumeIsolated().scheduleTask(in: wait) { self.attempt() }
        link = .failing(.unavailable(reason), next: next)
        guard case .connecting(let waiters) = former else { return }
        for command in waiters { command.fail(.unavailable(reason)) }
    }

    private func lost(_ connection: RedisConnection, error: RedisError, commands: CircularBuffer<PendingCommand>) {
        guard case .ready(let current) = link, current === connection else {
            for command in commands { command.fail(error) }
            return
        }
        // Nothing is known against a server that ended one connection. One that fell silent, or is still a replica, fails.
        let isTrusted = error != .timedOut && !(error.saysReadOnly && wasReadOnly)
        wasReadOnly = error.saysReadOnly
        if !wasReadOnly { backoff.reset() }
        let lost = LostCommands(commands, error: error, at: eventLoop.now, repeating: isTrusted)
        if isTrusted { connect(for: lost.repeated) } else { fail("connection lost: \(error)") }
        lost.tell()
    }
}
