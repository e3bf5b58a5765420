import HTTPWire
import NIOCore

/// Why an exchange with the application came to nothing.
enum UpstreamFailure: Error {
    /// No connection could be made.
    case unreachable
    /// There is a connection, but TLS was not agreed upon.
    case insecure(Insecurity)
    /// The connection ended before a byte of an answer came.
    case closedBeforeAnswer
    /// The connection ended inside the answer.
    case closedInside
    /// The answer is no HTTP.
    case invalid(HeadProblem)
    /// The application wants a protocol that was not asked for.
    case unasked
}

/// Who takes an application's answer as it comes.
protocol UpstreamReceiver: AnyObject {
    func upstreamHead(_ head: ResponseHead)
    func upstreamBody(_ data: ByteBuffer)
    func upstreamEnded()
    func upstreamReadComplete()
    func upstreamFailed(_ failure: UpstreamFailure)
    func upstreamWritabilityChanged(_ isWritable: Bool)
}

/// One connection to the application: carries one request at a time.
final class UpstreamConnection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        /// In the pool: a byte from the other side ends it.
        case idle
        case head
        case body(BodyDecoder)
        case closed
    }

    private static let retirement = TimeAmount.seconds(2)

    /// Kept as soon as a request may be sent.
    let greeted: EventLoopFuture<Void>

    private let pool: UpstreamPool
    private let headLimits: HeadLimits
    private var context: ChannelHandlerContext?
    private var channel: (any Channel)?
    private var receiver: (any UpstreamReceiver)?
    private var state = State.idle
    private var parser: ResponseHeadParser
    private var method = RequestHead.Method.get
    private var webSocket: WebSocketRequest?
    private var inbound = ByteBuffer()
    private var hasRequestEnded = false
    private var keepsAlive = false
    private var isLast = false
    private var isReadingHeld = false
    private var isReadWaiting = false
    private(set) var idleSince = NIODeadline.now()

    init(pool: UpstreamPool, headLimits: HeadLimits, greeted: EventLoopFuture<Void>) {
        self.pool = pool
        self.greeted = greeted
        self.headLimits = headLimits
        parser = ResponseHeadParser(limits: headLimits)
    }

    // What the relay calls.

    var isOpen: Bool { channel?.isActive ?? false }
    var isWritable: Bool { channel?.isWritable ?? false }
    var held: Held { Held(context?.channel, unread: inbound.readableBytes, isReadingHeld: isReadWaiting) }

    /// Sends a request's head; the answer goes to `receiver`.
    func begin(_ head: OutboundHead, receiver: any UpstreamReceiver) {
        self.receiver = receiver
        method = head.method
        webSocket = head.webSocket
        hasRequestEnded = false
        state = .head
        context?.write(wrapOutboundOut(head.bytes), promise: nil)
    }

    func write(_ data: ByteBuffer) { context?.write(wrapOutboundOut(data), promise: nil) }
    func flush() { context?.flush() }
    func endRequest() { hasRequestEnded = true }

    /// From here on what comes goes to somebody else.
    func handOver(to receiver: any UpstreamReceiver) { self.receiver = receiver }

    /// Says that nothing more will be sent, after what was.
    func endOutput() {
        context?.flush()
        context?.close(mode: .output, promise: nil)
    }

    /// Gives the connection up once all that was written is sent, and the application has had a moment to end its side.
    func retire() {
        receiver = nil
        state = .closed
        endOutput()
        guard let context, context.channel.isActive else { return }
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.retirement) { self.close() }
    }

    /// Stops reading while the client cannot take more.
    func holdReading(_ hold: Bool) {
        isReadingHeld = hold
        guard !hold, isReadWaiting, let context else { return }
        isReadWaiting = false
        context.read()
    }

    /// Gives the connection up.
    func close() {
        receiver = nil
        state = .closed
        context?.close(promise: nil)
    }

    // What the channel calls.

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        channel = context.channel
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        channel = nil
        pool.remove(self)
    }

    func read(context: ChannelHandlerContext) {
        if isReadingHeld {
            isReadWaiting = true
        } else {
            context.read()
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var data = unwrapInboundIn(data)
        if inbound.readableBytes == 0 {
            inbound = data
        } else {
            inbound.writeBuffer(&data)
        }
        do throws(HeadProblem) {
            while try step() {}
        } catch {
            fail(.invalid(error))
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) { receiver?.upstreamReadComplete() }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        receiver?.upstreamWritabilityChanged(context.channel.isWritable)
    }

    func channelInactive(context: ChannelHandlerContext) {
        pool.forget(self)
        switch state {
        case .idle, .closed: break
        case .head: fail(inbound.readableBytes == 0 ? .closedBeforeAnswer : .closedInside)
        case .body(let decoder): decoder.endsWithConnection ? endMessage() : fail(.closedInside)
        }
        state = .closed
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch state {
        case .idle, .closed:
            pool.forget(self)
            close()
        case .head: fail(inbound.readableBytes == 0 ? .closedBeforeAnswer : .closedInside)
        case .body: fail(.closedInside)
        }
    }

    private func step() throws(HeadProblem) -> Bool {
        switch state {
        case .idle, .closed:
            inbound.clear()
            pool.forget(self)
            close()
            return false
        case .head:
            guard inbound.readableBytes > 0, let head = try parser.parse(&inbound) else { return false }
            return take(head)
        case .body(var decoder):
            let event = try decoder.next(&inbound)
            state = .body(decoder)
            switch event {
            case .needMore: return false
            case .data(let data):
                receiver?.upstreamBody(data)
                return true  // the end is known only by asking once more
            case .end:
                endMessage()
                return inbound.readableBytes > 0
            }
        }
    }

    /// Interim answers are dropped (RFC 9110 15.2).
    private func take(_ head: ResponseHead) -> Bool {
        guard head.status >= 200 else { return head.status == 101 ? switchProtocols(head) : true }
        keepsAlive = head.keepsAlive && webSocket == nil
        isLast = head.connection.close
        let framing = head.framing(answering: method)
        if framing == .untilClose { keepsAlive = false }
        state = .body(BodyDecoder(framing))
        receiver?.upstreamHead(head)
        if framing == .none || framing == .length(0) { endMessage() }
        return inbound.readableBytes > 0
    }

    /// Only a handshake that this 101 grants makes the rest of the connection something else than HTTP.
    private func switchProtocols(_ head: ResponseHead) -> Bool {
        guard let webSocket, webSocket.isGranted(by: head) else {
            fail(.unasked)
            return false
        }
        keepsAlive = false
        isLast = false
        state = .body(BodyDecoder(.untilClose))
        receiver?.upstreamHead(head)
        return inbound.readableBytes > 0
    }

    /// Bytes after the end belong to no request of ours: they end the connection, and after a `Connection: close` they
    /// say that the answer's length was a lie.
    private func endMessage() {
        guard !isLast || inbound.readableBytes == 0 else { return fail(.invalid(.surplus)) }
        guard let receiver else { return close() }
        self.receiver = nil
        let isReusable =
            keepsAlive && hasRequestEnded && inbound.readableBytes == 0 && channel?.isActive == true
        idleSince = .now()
        state = .idle
        isReadingHeld = false
        if isReusable {
            pool.release(self)
        } else {
            close()
        }
        receiver.upstreamEnded()
    }

    private func fail(_ failure: UpstreamFailure) {
        let receiver = self.receiver
        close()
        receiver?.upstreamFailed(failure)
    }
}
