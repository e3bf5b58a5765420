import Domain
import HTTPWire
import NIOCore
import NIOPosix

/// One loop's connections to a server behind the gateway; the one used last is used first.
final class UpstreamPool {
    private static let idleLimit = 1024

    private let eventLoop: any EventLoop
    private(set) var address: UpstreamAddress
    private let headLimits: HeadLimits
    private var idle: [UpstreamConnection] = []
    private var open: [ObjectIdentifier: UpstreamConnection] = [:]
    private var connecting = 0

    init(eventLoop: any EventLoop, address: UpstreamAddress, headLimits: HeadLimits) {
        self.eventLoop = eventLoop
        self.address = address
        self.headLimits = headLimits
    }

    /// How many requests it has in flight: each has a connection, or waits for one.
    var load: Int { connecting + open.count - idle.count }

    /// A connection that is open and free, if there is one.
    func takeIdle() -> UpstreamConnection? { idle.popLast() }

    /// A connection of its own, which is to be there within `time`, with TLS agreed upon.
    func connect(
        within time: TimeAmount, _ completion: @escaping (Result<UpstreamConnection, UpstreamFailure>) -> Void
    ) {
        connecting += 1
        let pool = NIOLoopBound(self, eventLoop: eventLoop)
        let bootstrap = ClientBootstrap(group: eventLoop).connectTimeout(time).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture { try pool.value.prepare(channel, within: time) }
        }
        open(bootstrap).assumeIsolated().whenComplete { [self] result in
            guard let connection = try? result.get().pipeline.syncOperations.handler(type: UpstreamConnection.self)
            else {  // no address of the host takes a connection, or the one that did has ended it
                connecting -= 1
                return completion(.failure(.unreachable))
            }
            connection.greeted.assumeIsolated().whenComplete { [self] result in
                connecting -= 1
                completion(admit(connection, result))
            }
        }
    }

    /// Counts a connection from here on. One that has ended already would never say so.
    private func admit(
        _ connection: UpstreamConnection, _ result: Result<Void, any Error>
    ) -> Result<UpstreamConnection, UpstreamFailure> {
        switch result {
        case .success where connection.isOpen:
            open[ObjectIdentifier(connection)] = connection
            return .success(connection)
        case .success: return .failure(.unreachable)
        case .failure(let error):
            connection.close()
            return .failure(error as? UpstreamFailure ?? .unreachable)
        }
    }

    /// Puts the handlers in their places. Of a host with several addresses each attempt has a channel of its own.
    private func prepare(_ channel: any Channel, within time: TimeAmount) throws {
        let pipeline = channel.pipeline.syncOperations
        guard case .tls(let endpoint, let trust) = address else {
            return try pipeline.addHandler(
                UpstreamConnection(pool: self, headLimits: headLimits, greeted: eventLoop.makeSucceededVoidFuture()))
        }
        let tls = try trust.handler(for: endpoint.host)
        let greeted = eventLoop.makePromise(of: Void.self)
        try pipeline.addHandlers(
            tls, UpstreamGreeting(greeted, within: time), RecordFiller(),
            UpstreamConnection(pool: self, headLimits: headLimits, greeted: greeted.futureResult))
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

    /// Closes those that are free.
    func closeAll() {
        let all = idle
        idle = []
        all.forEach { $0.close() }
    }

    /// Trusts others from here on, on new connections; of no meaning without TLS.
    func trust(_ trust: UpstreamTrust) {
        if case .tls(let endpoint, _) = address { address = .tls(endpoint, trust) }
    }
}
