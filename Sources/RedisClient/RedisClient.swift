import NIOCore

/// A client of one Redis server over one pipelined connection. It belongs to its event loop: made, used and closed there.
///
/// It connects by itself at the first command, and again whenever the connection is lost. Every command is answered within
/// `commandTimeout`, or within twice that if it waited for a connection too.
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
    private var link = Link.waiting(.unavailable("not connected yet"), nil)
    private var backoff = ReconnectBackoff()
    private var digests: [String: String] = [:]

    private enum Link {
        case waiting(RedisError, Scheduled<Void>?)
        case connecting(CircularBuffer<PendingCommand>)
        case ready(RedisConnection)
        case closed
    }

    /// A client that is not connected yet; `commandTimeout` bounds a command, and an attempt to connect.
    public init(
        address: RedisAddress, eventLoop: any EventLoop, commandTimeout: TimeAmount = .milliseconds(500)
    ) {
        self.eventLoop = eventLoop
        self.commandTimeout = commandTimeout
        connector = RedisConnector(address: address, eventLoop: eventLoop, timeout: commandTimeout)
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

    /// Runs the script by its digest, or whole where Redis does not know it.
    public func script(
        _ script: RedisScript, keys: [RedisArgument], arguments: [RedisArgument], whenLost: LostReply = .fail
    ) -> EventLoopFuture<RedisValue> {
        let promise = eventLoop.makePromise(of: RedisValue.self)
        self.script(script, keys: keys, arguments: arguments, whenLost: whenLost) {
            promise.completeWith($0.mapError { $0 })
        }
        return promise.futureResult
    }

    /// The same without a future, for who runs one often.
    public func script(
        _ script: RedisScript, keys: [RedisArgument], arguments: [RedisArgument], whenLost: LostReply,
        completion: @escaping (Result<RedisValue, RedisError>) -> Void
    ) {
        let command = { (name: RedisArgument, body: String) in
            var words: [RedisArgument] = []
            words.reserveCapacity(3 + keys.count + arguments.count)
            words.append(name)
            words.append(.text(body))
            words.append(.integer(Int64(keys.count)))
            words.append(contentsOf: keys)
            words.append(contentsOf: arguments)
            return words
        }
        guard let digest = digests[script.name] else {
            learnDigest(of: script)
            return send(command("EVAL", script.source), whenLost: whenLost, completion: completion)
        }
        send(command("EVALSHA", digest), whenLost: whenLost) { outcome in
            guard case .failure(.server(code: "NOSCRIPT", _)) = outcome else { return completion(outcome) }
            self.send(command("EVAL", script.source), whenLost: whenLost, completion: completion)
        }
    }

    /// What the same server publishes on a channel, with a sign of life asked for every `interval`; not opened yet.
    public func subscription(
        to channel: String, interval: TimeAmount, tell: @escaping (RedisSubscription.Event) -> Void
    ) -> RedisSubscription {
        RedisSubscription(connector, channel: channel, interval: interval, tell: tell)
    }

    /// Ends the connection for good; what is in flight, and every later command, fails with `closed`.
    public func close() {
        let former = link
        link = .closed
        switch former {
        case .waiting(_, let attempt): attempt?.cancel()
        case .connecting(let waiters): for command in waiters { command.fail(.closed) }
        case .ready(let connection): connection.drop(.closed)
        case .closed: break
        }
    }

    private func learnDigest(of script: RedisScript) {
        send(["SCRIPT", "LOAD", .text(script.source)]).assumeIsolated().whenSuccess { value in
            self.digests[script.name] = value.text
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
        case .waiting(_, nil): connect(for: [command])
        case .waiting(let reason, _): command.fail(reason)
        case .closed: command.fail(.closed)
        }
    }

    private func connect(for commands: CircularBuffer<PendingCommand>) {
        link = .connecting(commands)
        connector.connect { self.lost($0, error: $1, commands: $2) }
            .assumeIsolated().whenComplete { outcome in
                switch outcome {
                case .success(let connection): self.connected(connection.value)
                case .failure(let error): self.connectFailed(error)
                }
            }
    }

    private func connected(_ connection: RedisConnection) {
        guard case .connecting(let waiters) = link else { return connection.drop(.closed) }
        connectionCount += 1
        link = .ready(connection)
        for command in waiters { connection.send(command) }
    }

    private func connectFailed(_ error: any Error) {
        guard case .connecting(let waiters) = link else { return }
        let reason = RedisError.unavailable("cannot connect: \(error)")
        waitToConnect(reason)
        for command in waiters { command.fail(reason) }
    }

    private func waitToConnect(_ reason: RedisError) {
        let wait = backoff.next(jitter: .random(in: 0...1))
        let attempt = eventLoop.assumeIsolated().scheduleTask(in: wait) { self.connect(for: []) }
        link = .waiting(reason, attempt)
    }

    private func lost(_ connection: RedisConnection, error: RedisError, commands: CircularBuffer<PendingCommand>) {
        guard case .ready(let current) = link, current === connection else {
            for command in commands { command.fail(error) }
            return
        }
        if connection.hasAnswered, !error.saysReadOnly { backoff.reset() }
        let repeated = settle(commands, after: error)
        if repeated.isEmpty { waitToConnect(.unavailable("connection lost: \(error)")) } else { connect(for: repeated) }
    }

    /// Fails what may not be sent again; what may comes back.
    private func settle(
        _ commands: CircularBuffer<PendingCommand>, after error: RedisError
    ) -> CircularBuffer<PendingCommand> {
        var repeated = CircularBuffer<PendingCommand>()
        for (position, var command) in commands.enumerated() {
            if command.deadline <= eventLoop.now {
                command.fail(.timedOut)
            } else if command.mayBeRepeated {
                command.mayBeRepeated = false
                repeated.append(command)
            } else {
                command.fail(position == 0 && error.saysReadOnly ? error : .connectionLost)
            }
        }
        return repeated
    }
}
