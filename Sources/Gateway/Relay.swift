import Domain
import HTTPWire
import NIOCore

/// Passes one request to a server behind the gateway and its answer back, piece by piece, as fast as the slower side takes it.
final class Relay: BodyReceiver, UpstreamReceiver {
    private let exchange: Exchange
    private let identity: ByteBuffer?
    private let answerHead: AnswerHead
    private let admitted: AdmittedSession?
    private let requestEncoder: BodyEncoder
    private var answerEncoder = BodyEncoder(.none)
    /// The answer's head and what little of the body came with it, which leave as one buffer.
    private var gathered = ByteBuffer()
    private var search: ServerSearch
    private var upstream: UpstreamConnection?
    private var watch: SessionWatch?
    private var keepsAlive = false
    private var isRepeatable = false
    private var endsOnDrain = false

    private init(
        _ exchange: Exchange, _ identity: ByteBuffer?, _ answerHead: AnswerHead, _ upstream: Upstream,
        _ admitted: AdmittedSession?
    ) {
        self.exchange = exchange
        self.identity = identity
        self.answerHead = answerHead
        self.admitted = admitted
        search = ServerSearch(upstream)
        requestEncoder = BodyEncoder(exchange.head.framing)
    }

    /// Sends the request on to a server of `upstream`, which is told `identity`; `answerHead` makes the head that the
    /// client gets. What stays open ends with the session it was `admitted` under.
    static func start(
        _ exchange: Exchange, as identity: ByteBuffer?, _ answerHead: AnswerHead, to upstream: Upstream,
        under admitted: AdmittedSession?
    ) {
        let relay = Relay(exchange, identity, answerHead, upstream, admitted)
        relay.take(relay.search.reach(at: .now()))
    }

    private func take(_ step: ServerSearch.Step) {
        switch step {
        case .send(let connection): begin(connection)
        case .connect(let server, let time):
            server.pool.connect(within: time) { [self] result in
                switch result {
                case .success(let connection): exchange.isOver ? connection.close() : begin(connection)
                case .failure(let failure):
                    server.failed()
                    if !exchange.isOver { take(search.next(after: failure, at: .now())) }
                }
            }
        case .giveUp(let failure): refuse(failure)
        }
    }

    /// The body is asked for only now, so that none is lost on the way here.
    private func begin(_ connection: UpstreamConnection) {
        upstream = connection
        let outbound = OutboundHead(
            exchange.head, search.server.surroundings, requestID: exchange.requestID,
            clientAddress: exchange.clientAddress, identity: identity, webSocket: exchange.webSocket)
        isRepeatable = outbound.isRepeatable
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

    func upstreamTimedOut() {
        search.server.failed()
        cancelled()
    }

    // The answer.

    func upstreamHead(_ head: ResponseHead) {
        search.server.answered()
        if head.status == 101 { return openTunnel(head) }
        let stated = head.framing(answering: exchange.head.method)
        let framing = exchange.head.minorVersion == 1 && stated == .untilClose ? BodyFraming.chunked : stated
        let isChunked = framing == .chunked && exchange.head.minorVersion == 1
        let endsByClose = (framing == .chunked || framing == .untilClose) && !isChunked
        keepsAlive = exchange.keepsAlive && !endsByClose
        answerEncoder = BodyEncoder(isChunked ? .chunked : .none)
        exchange.beginAnswer()
        gathered = answerHead.bytes(head, isChunked: isChunked, keepsAlive: keepsAlive)
        guard head.isEventStream, !exchange.isOver else { return }
        if let admitted { watch = SessionWatch(admitted, exchange.loop, for: self) }
        if case .length = framing { return }
        endsOnDrain = exchange.head.method == .get
        if exchange.loop.isDraining { drain() }
    }

    /// Ends an event stream in order: browsers open it anew, and get to a gateway that stays. What a POST is answered in
    /// events is nobody's to open anew, and so is waited for.
    func drain() {
        guard endsOnDrain else { return }
        upstream?.close()
        upstreamEnded()
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
        if case .closedBeforeAnswer = failure {
            take(search.retry(after: failure, isRepeatable: isRepeatable, at: .now()))
        } else {
            refuse(failure)
        }
    }

    private func refuse(_ failure: UpstreamFailure) {
        switch failure {
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
