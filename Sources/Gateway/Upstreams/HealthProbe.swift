import HTTPWire
import NIOCore

/// One question to one server: does it take a connection and, where a path is to be asked for, answer 200 to 399 in time?
final class HealthProbe {
    private var completion: ((Bool) -> Void)?
    private var connection: UpstreamConnection?
    private var limit: Scheduled<Void>?

    private init(_ completion: @escaping (Bool) -> Void) { self.completion = completion }

    /// Asks on a connection of its own; without a path a connection is answer enough.
    static func ask(
        _ server: UpstreamServer, path: String?, within time: TimeAmount, on eventLoop: any EventLoop,
        _ completion: @escaping (Bool) -> Void
    ) {
        let probe = HealthProbe(completion)
        probe.limit = eventLoop.assumeIsolated().scheduleTask(in: time) { probe.end(passed: false) }
        server.pool.connect(within: time) { probe.take($0, asking: path, server.surroundings) }
    }

    private func take(
        _ result: Result<UpstreamConnection, UpstreamFailure>, asking path: String?,
        _ surroundings: OutboundHead.Surroundings
    ) {
        guard case .success(let connection) = result else { return end(passed: false) }
        self.connection = connection
        guard completion != nil, let path else { return end(passed: true) }
        connection.begin(OutboundHead(checking: path, surroundings), receiver: self)
        connection.flush()
    }

    /// The first end is the answer.
    private func end(passed: Bool) {
        connection?.close()
        connection = nil
        limit?.cancel()
        completion?(passed)
        completion = nil
    }
}

extension HealthProbe: UpstreamReceiver {
    func upstreamHead(_ head: ResponseHead) { end(passed: head.status < 400) }
    func upstreamFailed(_ failure: UpstreamFailure) { end(passed: false) }
    func upstreamBody(_ data: ByteBuffer) {}
    func upstreamEnded() {}
    func upstreamReadComplete() {}
    func upstreamWritabilityChanged(_ isWritable: Bool) {}
}

extension OutboundHead {
    /// A health check's, which is nobody's request.
    init(checking path: String, _ surroundings: Surroundings) {
        var bytes = ByteBuffer(string: "GET \(path)")
        bytes.writeImmutableBuffer(surroundings.versionAndHost)
        bytes.writeImmutableBuffer(surroundings.forwarded)
        bytes.writeStaticString("User-Agent: casement\r\nConnection: close\r\n\r\n")
        self.bytes = bytes
        method = .get
        framing = .none
        isRepeatable = false
        webSocket = nil
    }
}
