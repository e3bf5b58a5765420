import Domain
import HTTPWire
import NIOCore

/// Passes one request to a server behind the gateway and its answer back, piece by piece, as fast as the slower side takes it.
final class Relay: BodyReceiver, UpstreamReceiver {
    private let exchange: Exchange
    private let outbound: OutboundHead
    private let answerHead: AnswerHead
    private let pool: UpstreamPool
    private let admitted: AdmittedSession?
    private let requestEncoder: BodyEncoder
    private var answerEncoder = BodyEncoder(.none)
    /// The answer's head and what little of the body came with it, which leave as one buffer.
    private var gathered = ByteBuffer()
    private var upstream: UpstreamConnection?
    private var watch: SessionWatch?
    private var keepsAlive = false
    private var mayRetry = false

    private init(
        _ exchange: Exchange, _ outbound: OutboundHead, _ answerHead: AnswerHead, _ pool: UpstreamPool,
        _ admitted: AdmittedSession?
    ) {
        self.exchange = exchange
        self.outbound = outbound
        self.answerHead = answerHead
        self.pool = pool
        self.admitted = admitted
        requestEncoder = BodyEncoder(outbound.framing)
    }

    /// Sends the request on over a connection of the pool; `answerHead` makes the head that the client gets. What stays
    /// open ends with the session it was `admitted` under.
    static func start(
        _ exchange: Exchange, _ outbound: OutboundHead, _ answerHead: AnswerHead, through pool: UpstreamPool,
        under admitted: AdmittedSession?
    ) {
        Relay(exchange, outbound, answerHead, pool, admitted).start()
    }

    private func start() {
        if let connection = pool.takeIdle() {
            mayRetry = outbound.isRepeatable
            begin(connection)
        } else {
            connect()
        }
    }

    private func connect() {
        mayRetry = false
        pool.connect { [self] result in
            switch result {
            case .success(let connection): exchange.isOver ? connection.close() : begin(connection)
            case .failure(let failure): upstreamFailed(failure)
            }
        }
    }

    private func begin(_ connection: UpstreamConnection) {
        upstream = connection
        connection.begin(outbound, receiver: self)
        exchange.receiveBody(with: self)
        upstream?.flush()
    }

    // The request's body.

    func received(_ data: ByteBuffer) -> Bool {
        guard let upstream else { return true }
        requestEncoder.encode(data) { upstream.write($0) }
        return upstream.isWritable
    }

    func receivedRead() { upstream?.flush() }

    func receivedAll() {
        guard let upstream else { return }
        requestEncoder.end { upstream.write($0) }
        upstream.endRequest()
        upstream.flush()
        if !exchange.hasAnswerBegun {
            exchange.wait(for: .upstreamAnswer, exchange.loop.configuration.timeouts.upstreamAnswer)
        }
    }

    func upstreamWritabilityChanged(_ isWritable: Bool) {
        if isWritable { exchange.resumeBody() } else { upstream?.flush() }
    }

    func cancelled() {
        watch?.stop()
        upstream?.close()
        upstream = nil
    }

    // The answer.

    func upstreamHead(_ head: ResponseHead) {
        mayRetry = false
        if head.status == 101 { return openTunnel(head) }
        let stated = head.framing(answering: outbound.method)
        let framing = exchange.head.minorVersion == 1 && stated == .untilClose ? BodyFraming.chunked : stated
        let isChunked = framing == .chunked && exchange.head.minorVersion == 1
        let endsByClose = (framing == .chunked || framing == .untilClose) && !isChunked
        keepsAlive = exchange.keepsAlive && !endsByClose
        answerEncoder = BodyEncoder(isChunked ? .chunked : .none)
        exchange.beginAnswer()
        gathered = answerHead.bytes(head, isChunked: isChunked, keepsAlive: keepsAlive)
        if let admitted, head.isEventStream { watch = SessionWatch(admitted, exchange.loop, for: self) }
    }

    /// Only a WebSocket's request gets here, and that only under a session.
    private func openTunnel(_ head: ResponseHead) {
        guard let upstream, let admitted else { return upstreamFailed(.unasked) }
        self.upstream = nil
        let answer = answerHead.bytes(head, isChunked: false, keepsAlive: true)
        Tunnel.open(exchange, upstream, answer: answer, under: admitted)
    }

    func upstreamBody(_ data: ByteBuffer) {
        answerEncoder.encode(data) { send($0) }
    }

    func upstreamReadComplete() {
        guard exchange.hasAnswerBegun else { return }
        sendGathered()
        exchange.flush()
        waitForProgress()
        if !exchange.isClientWritable { upstream?.holdReading(true) }
    }

    func upstreamEnded() {
        watch?.stop()
        upstream = nil
        answerEncoder.end { send($0) }
        sendGathered()
        exchange.finish(keepsAlive: keepsAlive)
    }

    func upstreamFailed(_ failure: UpstreamFailure) {
        watch?.stop()
        upstream = nil
        switch failure {
        case .closedBeforeAnswer where mayRetry: connect()
        case .unreachable, .closedBeforeAnswer: exchange.refuse(Refusal(.upstreamUnavailable))
        case .insecure(let reason): exchange.refuse(Refusal(.upstreamUnavailable), detail: reason.rawValue)
        case .closedInside: exchange.refuse(Refusal(.upstreamInvalid), detail: "answer ended early")
        case .invalid(let problem): exchange.refuse(Refusal(.upstreamInvalid), detail: problem.rawValue)
        case .unasked: exchange.refuse(Refusal(.upstreamInvalid), detail: "unasked upgrade")
        }
    }

    func clientWritabilityChanged(_ isWritable: Bool) {
        upstream?.holdReading(!isWritable)
    }

    /// Below this a copy costs less than another element in the write.
    private static let gatheredAtMost = 4096

    private func send(_ bytes: ByteBuffer) {
        if gathered.readableBytes + bytes.readableBytes <= Self.gatheredAtMost {
            gathered.writeImmutableBuffer(bytes)
        } else {
            sendGathered()
            exchange.write(bytes)
        }
    }

    private func sendGathered() {
        guard gathered.readableBytes > 0 else { return }
        exchange.write(gathered)
        gathered = ByteBuffer()
    }

    private func waitForProgress() {
        exchange.wait(for: .progress, exchange.loop.configuration.timeouts.bodyIdle)
    }
}

extension Relay: SessionBound {
    /// Cut, so that the page notices: it opens the stream anew and hears that it is signed out.
    func sessionEnded() { exchange.abort() }
}

extension ResponseHead {
    /// Whether the answer goes on for as long as anybody listens.
    fileprivate var isEventStream: Bool {
        guard let field = section.first(.contentType) else { return false }
        return section.withBytes(field.valueRange) { ASCII.hasPrefixFolding($0, "text/event-stream") }
    }
}
