import Domain
import HTTPWire
import NIOCore
import NIOPosix

/// One loop's connections to a server behind the gateway; the one used last is used first.
final class UpstreamPool {
    private static let idleLimit = 1024

    private let eventLoop: any EventLoop
    private let address: UpstreamAddress
    private let headLimits: HeadLimits
    private let connectTimeout: TimeAmount
    private var idle: [UpstreamConnection] = []
    private var open: [ObjectIdentifier: UpstreamConnection] = [:]

    init(eventLoop: any EventLoop, address: UpstreamAddress, headLimits: HeadLimits, connectTimeout: TimeAmount) {
        self.eventLoop = eventLoop
        self.address = address
        self.headLimits = headLimits
        self.connectTimeout = connectTimeout
    }

    /// A connection that is open and free, if there is one.
    func takeIdle() -> UpstreamConnection? { idle.popLast() }

    /// A connection of its own.
    func connect(_ completion: @escaping (Result<UpstreamConnection, UpstreamFailure>) -> Void) {
        let pool = NIOLoopBound(self, eventLoop: eventLoop)
        let completion = NIOLoopBound(completion, eventLoop: eventLoop)
        let made = NIOLoopBoundBox<UpstreamConnection?>(nil, eventLoop: eventLoop)
        let greeted = eventLoop.makePromise(of: Void.self)
        let bootstrap = ClientBootstrap(group: eventLoop)
            .connectTimeout(connectTimeout)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let connection = UpstreamConnection(pool: pool.value, headLimits: pool.value.headLimits)
                    made.value = connection
                    try pool.value.prepare(channel, connection, greeted)
                }
            }
        let opened = open(bootstrap)
        opened.cascadeFailure(to: greeted)
        opened.and(greeted.futureResult).whenComplete { result in
            switch (result, made.value) {
            case (.success, .some(let connection)): completion.value(.success(connection))
            case (.success, .none): completion.value(.failure(.unreachable))
            case (.failure(let error), let connection):
                connection?.close()
                completion.value(.failure(error as? UpstreamFailure ?? .unreachable))
            }
        }
    }

    /// Puts the handlers in their places; the promise is kept as soon as a request may be sent.
    private func prepare(
        _ channel: any Channel, _ connection: UpstreamConnection, _ greeted: EventLoopPromise<Void>
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        guard case .tls(let endpoint, let trust) = address else {
            try pipeline.addHandler(connection)
            return greeted.succeed()
        }
        try pipeline.addHandlers(
            trust.handler(for: endpoint.host), UpstreamGreeting(greeted, within: connectTimeout), RecordFiller(),
            connection)
    }

    private func open(_ bootstrap: ClientBootstrap) -> EventLoopFuture<any Channel> {
        switch address {
        case .tcp(let endpoint), .tls(let endpoint, _):
            bootstrap.channelOption(.socketOption(.tcp_nodelay), value: 1)
                .connect(host: endpoint.host, port: Int(endpoint.port))
        case .unix(let path): bootstrap.connect(unixDomainSocketPath: path)
        }
    }

    /// Takes a connection back whose answer is whole.
    func release(_ connection: UpstreamConnection) {
        if idle.count < Self.idleLimit {
            idle.append(connection)
        } else {
            connection.close()
        }
    }

    /// The connection begins.
    func add(_ connection: UpstreamConnection) { open[ObjectIdentifier(connection)] = connection }

    /// The connection has ended.
    func remove(_ connection: UpstreamConnection) { open[ObjectIdentifier(connection)] = nil }

    /// What all its connections hold in memory.
    var held: Held { open.values.reduce(Held()) { $0 + $1.held } }

    /// The connection is no longer to be had.
    func forget(_ connection: UpstreamConnection) {
        if let index = idle.lastIndex(where: { $0 === connection }) { idle.remove(at: index) }
    }

    func closeIdle(olderThan age: TimeAmount, at now: NIODeadline) {
        let kept = idle.partition { $0.idleSince + age > now }
        let old = idle[..<kept]
        idle.removeSubrange(..<kept)
        old.forEach { $0.close() }
    }

    func closeAll() {
        let all = idle
        idle = []
        all.forEach { $0.close() }
    }
}
