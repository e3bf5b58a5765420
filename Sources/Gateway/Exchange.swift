import Domain
import HTTPWire
import NIOCore

/// Who takes the body of a request as it comes.
protocol BodyReceiver: AnyObject {
    /// Takes a piece; false when the next must wait until `Exchange.resumeBody`.
    func received(_ data: ByteBuffer) -> Bool
    /// The body is whole.
    func receivedAll()
    /// The whole read was handed over: a good moment to flush.
    func receivedRead()
    /// The client is gone, or its connection is given up.
    func cancelled()
    /// The server behind took too long, and the request is given up.
    func upstreamTimedOut()
    /// The client's connection can take more, or must not get more for now.
    func clientWritabilityChanged(_ isWritable: Bool)
    /// The gateway stops: what would go on for as long as anybody listens ends now.
    func drain()
}

extension BodyReceiver {
    func upstreamTimedOut() { cancelled() }
    func drain() {}
}

/// One request on its way through, from its head to the last byte of its answer.
final class Exchange {
    let loop: GatewayLoop
    let head: RequestHead
    let requestID: RequestID
    let clientAddress: String
    /// Whether a refusal is JSON whatever `Accept` says; else the client is asked.
    var refusesInJSON = false
    /// What the request asks to become; nil for one that stays a request.
    var webSocket: WebSocketRequest?
    private(set) var isOver = false
    private(set) var hasAnswerBegun = false
    private(set) var hasBodyEnded: Bool
    /// Nil once the exchange is over: the two hold each other until then.
    private var connection: ClientConnection?
    private var decoder: BodyDecoder
    private var receiver: (any BodyReceiver)?
    private var isBodyPaused = false
    private var bodyBytes = 0
    private var tunnel: Tunnel?

    init(
        _ head: RequestHead, loop: GatewayLoop, connection: ClientConnection, requestID: RequestID,
        clientAddress: String
    ) {
        self.head = head
        self.loop = loop
        self.connection = connection
        self.requestID = requestID
        self.clientAddress = clientAddress
        decoder = BodyDecoder(head.framing)
        hasBodyEnded = head.framing == .none || head.framing == .length(0)
    }

    /// Whether the connection may go on after this answer: never behind a request to upgrade, whose sender may take what
    /// follows it for another protocol.
    var keepsAlive: Bool {
        head.keepsAlive && !loop.isDraining && hasBodyEnded && connection?.isInputOpen == true && webSocket == nil
    }

    /// Gives a whole answer; the first word wins, later ones fall silent.
    func answer(_ answer: Answer, isLast: Bool = false) {
        guard !isOver, !hasAnswerBegun else { return }
        let keepsAlive = keepsAlive && !isLast
        beginAnswer()
        connection?.write(
            answer.bytes(loop, keepsAlive: keepsAlive, isHead: head.method == .head))
        finish(keepsAlive: keepsAlive)
    }

    /// Refuses, with a log line and a count.
    func refuse(_ refusal: Refusal, detail: String? = nil, fields: [(name: String, value: String)] = []) {
        guard !isOver else { return }
        let refusalAnswer = RefusalAnswer(refusal: refusal, requestID: requestID)
        refusalAnswer.log(to: loop.logger, clientAddress: clientAddress, detail: detail)
        guard !hasAnswerBegun else { return abort() }
        let asJSON = refusesInJSON || RefusalAnswer.wantsJSON(head)
        answer(refusalAnswer.answer(asJSON: asJSON, fields: fields), isLast: isSuspect)
    }

    /// A refused write or upgrade, or one with another request close behind it: nothing more is taken from there.
    private var isSuspect: Bool {
        ![.get, .head, .options].contains(head.method) || connection?.hasMoreWaiting == true
            || head.section.first(.upgrade) != nil
    }

    /// From here on body pieces go to `receiver`.
    func receiveBody(with receiver: any BodyReceiver) {
        guard !isOver else { return receiver.cancelled() }
        self.receiver = receiver
        if hasBodyEnded { return receiver.receivedAll() }
        if head.minorVersion == 1, head.section.first(.expect) != nil {
            connection?.write(ByteBuffer(staticString: "HTTP/1.1 100 Continue\r\n\r\n"))
            connection?.flush()
        }
        connection?.wait(for: .body, loop.configuration.timeouts.bodyIdle)
        connection?.process()
    }

    /// From here on everything that comes is the tunnel's, up to the connection's end.
    func open(_ tunnel: Tunnel) {
        guard !isOver else { return tunnel.cancelled() }
        self.tunnel = tunnel
        receiver = tunnel
        decoder = BodyDecoder(.untilClose)
        hasBodyEnded = false
        connection?.process()
    }

    /// The gateway stops.
    func drain() { receiver?.drain() }

    /// The receiver can take more again.
    func resumeBody() {
        isBodyPaused = false
        connection?.process()
    }

    // What the connection calls.

    /// Whether the end of the client's bytes is the end of the body, and no accident.
    var endsWithConnection: Bool { decoder.endsWithConnection }

    /// Takes body bytes off the front of what has arrived; true when a step was made and another may follow.
    func takeBody(_ inbound: inout ByteBuffer) -> Bool {
        guard let receiver, !hasBodyEnded, !isBodyPaused, !isOver else { return false }
        do throws(HeadProblem) {
            switch try decoder.next(&inbound) {
            case .needMore:
                receiver.receivedRead()
                if endsWithConnection, connection?.isInputOpen == false { endBody(receiver) }
                return false
            case .data(let data):
                if tunnel == nil { try count(data) }
                isBodyPaused = !receiver.received(data)
                return true
            case .end:
                endBody(receiver)
                return false
            }
        } catch {
            let code: Refusal.Code = error == .tooLarge ? .bodyTooLarge : .httpRequestInvalid
            let receiver = self.receiver
            self.receiver = nil
            receiver?.cancelled()
            refuse(Refusal(code), detail: error.rawValue)
            return false
        }
    }

    private func count(_ data: ByteBuffer) throws(HeadProblem) {
        bodyBytes += data.readableBytes
        if let limit = loop.configuration.bodyLimit, bodyBytes > limit { throw .tooLarge }
        connection?.wait(for: .body, loop.configuration.timeouts.bodyIdle)
    }

    private func endBody(_ receiver: any BodyReceiver) {
        hasBodyEnded = true
        receiver.receivedAll()
    }

    /// The connection's write buffer filled up or drained.
    func clientWritabilityChanged(_ isWritable: Bool) { receiver?.clientWritabilityChanged(isWritable) }

    /// A deadline passed.
    func timedOut(_ wait: ClientConnection.Wait) {
        switch wait {
        case .body where !isBodyPaused:
            let receiver = self.receiver
            self.receiver = nil
            receiver?.cancelled()
            refuse(Refusal(.requestTimeout))
        case .body, .upstreamAnswer:
            let receiver = self.receiver
            self.receiver = nil
            receiver?.upstreamTimedOut()
            refuse(Refusal(.upstreamTimeout))
        case .tunnel: tunnel?.end(.idle)
        case .idle, .head, .progress, .linger, .nothing: abort()
        }
    }

    /// The client is gone.
    func cancel() {
        guard !isOver else { return }
        isOver = true
        tunnel = nil
        connection = nil
        let receiver = self.receiver
        self.receiver = nil
        receiver?.cancelled()
    }

    // What the relay calls, to answer piece by piece.

    var isClientWritable: Bool { connection?.isWritable ?? false }
    func beginAnswer() { hasAnswerBegun = true }
    func write(_ bytes: ByteBuffer) { connection?.write(bytes) }
    func flush() { connection?.flush() }
    func wait(for wait: ClientConnection.Wait, _ time: TimeAmount) { connection?.wait(for: wait, time) }

    /// The answer is whole.
    func finish(keepsAlive: Bool) {
        guard !isOver else { return }
        isOver = true
        tunnel = nil
        receiver = nil
        let connection = self.connection
        self.connection = nil
        connection?.finished(self, keepsAlive: keepsAlive && hasBodyEnded)
    }

    /// The answer cannot be made whole: the connection is cut, so that nobody takes the part for the whole.
    func abort() {
        connection?.abort()
    }
}
