import Domain
import HTTPWire
import NIOCore

/// Passes one request to a server behind the gateway and its answer back, piece by piece, as fast as the slower side takes it.
final class Relay: BodyReceiver, UpstreamReceiver {
    private let exchange: Exchange
    private let outbound: OutboundHead
    private let answerHead: AnswerHead
    private let pool: UpstreamPool
    private let requestEncoder: BodyEncoder
    private var answerEncoder = BodyEncoder(.none)
    private var upstream: UpstreamConnection?
    private var keepsAlive = false
    private var mayRetry = false

    private init(_ exchange: Exchange, _ outbound: OutboundHead, _ answerHead: AnswerHead, _ pool: UpstreamPool) {
        self.exchange = exchange
        self.outbound = outbound
        self.answerHead = answerHead
        self.pool = pool
        requestEncoder = BodyEncoder(outbound.framing)
    }

    /// Sends the request on over a connection of the pool; `answerHead` makes the head that the client gets.
    static func start(
        _ exchange: Exchange, _ outbound: OutboundHead, _ answerHead: AnswerHead, through pool: UpstreamPool
    ) {
        Relay(exchange, outbound, answerHead, pool).start()
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
        upstream?.close()
        upstream = nil
    }

    // The answer.

    func upstreamHead(_ head: ResponseHead) {
        mayRetry = false
        let stated = head.framing(answering: outbound.method)
        let framing = exchange.head.minorVersion == 1 && stated == .untilClose ? BodyFraming.chunked : stated
        let isChunked = framing == .chunked && exchange.head.minorVersion == 1
        let endsByClose = (framing == .chunked || framing == .untilClose) && !isChunked
        keepsAlive = exchange.keepsAlive && !endsByClose
        answerEncoder = BodyEncoder(isChunked ? .chunked : .none)
        exchange.beginAnswer()
        exchange.write(answerHead.bytes(head, isChunked: isChunked, keepsAlive: keepsAlive))
        waitForProgress()
    }

    func upstreamBody(_ data: ByteBuffer) {
        answerEncoder.encode(data) { exchange.write($0) }
        waitForProgress()
        if !exchange.isClientWritable { upstream?.holdReading(true) }
    }

    func upstreamReadComplete() {
        exchange.flush()
    }

    func upstreamEnded() {
        upstream = nil
        answerEncoder.end { exchange.write($0) }
        exchange.finish(keepsAlive: keepsAlive)
    }

    func upstreamFailed(_ failure: UpstreamFailure) {
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

    private func waitForProgress() {
        exchange.wait(for: .progress, exchange.loop.configuration.timeouts.bodyIdle)
    }
}
