import NIOCore

/// What a server publishes on one channel, over a connection of its own: opened at once, and again whenever it is lost. It
/// belongs to its event loop: made, used and closed there.
///
/// A dead connection tells nobody, so the server is asked for a sign of life every `interval`; without one within the
/// timeout of a command the connection is dropped and made anew.
public final class RedisSubscription {
    /// What happens on the line.
    public enum Event: Sendable {
        /// What is published from here on comes. What was published while there was no line never does.
        case opened
        /// This was published.
        case published(ByteBuffer)
        /// All that was published before this moment has come.
        case current(asOf: NIODeadline)
        /// There is no line; another attempt is made by itself.
        case lost
    }

    private enum Link {
        case waiting(Scheduled<Void>)
        case connecting
        case open(RedisConnection)
        case closed
    }

    private let connector: RedisConnector
    private let channel: String
    private let interval: TimeAmount
    private let tell: (Event) -> Void
    private var link = Link.connecting
    private var backoff = ReconnectBackoff()
    private var signs: RepeatedTask?

    init(_ connector: RedisConnector, channel: String, interval: TimeAmount, tell: @escaping (Event) -> Void) {
        self.connector = connector
        self.channel = channel
        self.interval = interval
        self.tell = tell
    }

    /// Begins; events come from here on.
    public func open() { connect() }

    /// Asks for a sign of life now; calls back with whether it came.
    public func confirm(_ completion: @escaping (Bool) -> Void) {
        guard case .open(let connection) = link else { return completion(false) }
        ask(connection, ["PING"]) { since in
            if let since { self.tell(.current(asOf: since)) }
            completion(since != nil)
        }
    }

    /// Ends the line for good, without a last event.
    public func close() {
        let former = link
        link = .closed
        signs?.cancel()
        switch former {
        case .waiting(let attempt): attempt.cancel()
        case .open(let connection): connection.drop(.closed)
        case .connecting, .closed: break
        }
    }

    private func connect() {
        link = .connecting
        connector.connect { connection, _, commands in
            self.lost(connection)
            for command in commands { command.fail(.connectionLost) }
        }.assumeIsolated().whenComplete { outcome in
            switch outcome {
            case .success(let connection): self.connected(connection.value)
            case .failure: self.wait()
            }
        }
    }

    private func connected(_ connection: RedisConnection) {
        guard case .connecting = link else { return connection.drop(.closed) }
        link = .open(connection)
        connection.whenPublished = { self.tell(.published($0)) }
        ask(connection, ["SUBSCRIBE", .text(channel)]) { since in
            if let since { self.subscribed(since) } else { connection.drop(.connectionLost) }
        }
    }

    private func subscribed(_ since: NIODeadline) {
        backoff.reset()
        tell(.opened)
        tell(.current(asOf: since))
        let bound = NIOLoopBound(self, eventLoop: connector.eventLoop)
        signs = connector.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
            bound.value.confirm { _ in }
        }
    }

    /// Calls back with when the words were sent, once they are answered; with nil if they are not.
    private func ask(
        _ connection: RedisConnection, _ words: [RedisArgument], _ completion: @escaping (NIODeadline?) -> Void
    ) {
        let now = NIODeadline.now()
        connection.send(
            PendingCommand(arguments: words, deadline: now + connector.timeout, mayBeRepeated: false) { outcome in
                switch outcome {
                case .success: completion(now)
                case .failure: completion(nil)
                }
            })
    }

    private func lost(_ connection: RedisConnection) {
        guard case .open(let current) = link, current === connection else { return }
        signs?.cancel()
        wait()
        tell(.lost)
    }

    private func wait() {
        guard !isClosed else { return }
        let attempt = connector.eventLoop.assumeIsolated().scheduleTask(in: backoff.next(jitter: .random(in: 0...1))) {
            self.connect()
        }
        link = .waiting(attempt)
    }

    private var isClosed: Bool {
        if case .closed = link { true } else { false }
    }
}
