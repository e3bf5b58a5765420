import Domain
import HTTPWire
import Logging
import NIOCore
import NIOSSL
import NIOTLS

/// One client's connection: takes requests off it one after another, and never the next before the last is answered.
final class ClientConnection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What a connection may be waiting for, and so what its deadline means.
    enum Wait {
        case idle
        case head
        case body
        case upstreamAnswer
        case progress
        case tunnel
        case linger
        case nothing
    }

    private enum State {
        /// TLS is being agreed upon.
        case handshake
        /// Between requests, or inside a head.
        case head
        /// A request is being answered.
        case exchange(Exchange)
        /// The last answer is on its way; what still arrives is thrown away, this much at most.
        case lingering(left: Int)
        case closed
    }

    private static let inboundLimit = 64 * 1024
    private static let lingerLimit = 256 * 1024
    private static let lingerTime = TimeAmount.seconds(2)

    private let loop: GatewayLoop
    private var context: ChannelHandlerContext?
    private var channel: (any Channel)?
    /// What lies between TLS and the socket begins here; nil without TLS.
    private var tls: ChannelHandlerContext?
    private var peer = ""
    private var inbound = ByteBuffer()
    private var parser: RequestHeadParser
    private var state: State
    private var isProcessing = false
    private var isReadHeld = false
    private var wait = Wait.idle
    private var deadline = NIODeadline.distantFuture
    private(set) var isInputOpen = true

    /// Takes requests off a new channel, by TLS where the loop has a certificate.
    static func begin(on channel: any Channel, of loop: GatewayLoop) throws {
        let pipeline = channel.pipeline.syncOperations
        guard let certificate = loop.certificate else {
            return try pipeline.addHandler(ClientConnection(loop: loop, tls: nil))
        }
        let tls = NIOSSLServerHandler(context: certificate.context)
        try pipeline.addHandlers(tls, RecordFiller())
        try pipeline.addHandler(ClientConnection(loop: loop, tls: pipeline.context(handler: tls)))
    }

    private init(loop: GatewayLoop, tls: ChannelHandlerContext?) {
        self.loop = loop
        self.tls = tls
        state = tls == nil ? .head : .handshake
        parser = RequestHeadParser(limits: loop.configuration.headLimits)
    }

    // What the channel calls.

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        channel = context.channel
        peer = context.channel.remoteAddress?.ipAddress ?? "unix"
        loop.clients.add(self)
        wait(for: .head, loop.configuration.timeouts.head)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        channel = nil
        tls = nil
        loop.clients.remove(self)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var data = unwrapInboundIn(data)
        if inbound.readableBytes == 0 {
            inbound = data
        } else {
            inbound.writeBuffer(&data)
        }
        process()
    }

    func read(context: ChannelHandlerContext) {
        if inbound.readableBytes < Self.inboundLimit {
            context.read()
        } else {
            isReadHeld = true
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if case .exchange(let exchange) = state { exchange.clientWritabilityChanged(context.channel.isWritable) }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { inputClosed() }
        if case TLSUserEvent.handshakeCompleted = event { state = .head }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        let ended = state
        state = .closed
        if case .exchange(let exchange) = ended { exchange.cancel() }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if case .handshake = state {
            loop.logger.debug("TLS not agreed upon", metadata: ["client": "\(peer)", "error": "\(error)"])
        }
        abort()
    }

    // What the exchange calls.

    var hasMoreWaiting: Bool { inbound.readableBytes > 0 }
    var isWritable: Bool { channel?.isWritable ?? false }
    func write(_ bytes: ByteBuffer) { context?.write(wrapOutboundOut(bytes), promise: nil) }
    func flush() { context?.flush() }
    var held: Held { Held(context?.channel, unread: inbound.readableBytes, isReadingHeld: isReadHeld) }

    func wait(for wait: Wait, _ time: TimeAmount) {
        self.wait = wait
        deadline = .now() + time
    }

    /// The answer is written: on to the next request, or to the end.
    func finished(_ exchange: Exchange, keepsAlive: Bool) {
        guard case .exchange(let current) = state, current === exchange else { return }
        guard keepsAlive, isInputOpen, !loop.isDraining else { return linger() }
        flush()
        state = .head
        if inbound.readableBytes == 0 {
            wait(for: .idle, loop.configuration.timeouts.keepAlive)
        } else {
            wait(for: .head, loop.configuration.timeouts.head)
        }
        process()
    }

    /// Cuts the connection, whatever was written. TLS is not told: its word of an orderly end would make an answer that
    /// lacks its rest look whole (RFC 8446 6.1).
    func abort() { (tls ?? context)?.close(promise: nil) }

    // What the loop calls.

    func endIfOverdue(at now: NIODeadline) {
        guard now >= deadline else { return }
        deadline = .distantFuture
        switch (state, wait) {
        case (.exchange(let exchange), _): exchange.timedOut(wait)
        case (.head, .head) where inbound.readableBytes > 0: refuseHead(Refusal(.requestTimeout), detail: nil)
        case (.head, _): afterWrites { $0.end() }
        case (.handshake, _): abort()
        case (.lingering, _), (.closed, _): abort()
        }
    }

    func drain() {
        switch state {
        case .handshake: abort()
        case .head: if inbound.readableBytes == 0 { afterWrites { $0.end() } }
        case .exchange(let exchange): exchange.drain()
        case .lingering, .closed: break
        }
    }

    /// Takes what has arrived as far as it goes.
    func process() {
        guard !isProcessing else { return }
        isProcessing = true
        while step() {}
        isProcessing = false
        if isReadHeld, inbound.readableBytes < Self.inboundLimit, let context {
            isReadHeld = false
            context.read()
        }
    }

    private func step() -> Bool {
        switch state {
        case .head:
            guard inbound.readableBytes > 0 else { return false }
            return takeHead()
        case .exchange(let exchange):
            let hasMoved = takeBody(for: exchange)
            if case .exchange(let current) = state, current === exchange { return hasMoved }
            return true
        case .lingering(let left):
            guard inbound.readableBytes > 0 else { return false }
            let rest = left - inbound.readableBytes
            inbound.clear()
            state = .lingering(left: rest)
            if rest < 0 { abort() }
            return false
        case .handshake, .closed:
            inbound.clear()
            return false
        }
    }

    /// The bytes are lent out meanwhile, because what the exchange does may come back here.
    private func takeBody(for exchange: Exchange) -> Bool {
        var lent = inbound
        inbound = ByteBuffer()
        defer { inbound = lent }
        return exchange.takeBody(&lent)
    }

    private func takeHead() -> Bool {
        if wait == .idle { wait(for: .head, loop.configuration.timeouts.head) }
        do throws(HeadProblem) {
            guard let head = try parser.parse(&inbound) else { return false }
            begin(head)
        } catch {
            let code: Refusal.Code = error == .tooLarge || error == .tooManyFields ? .headTooLarge : .httpRequestInvalid
            refuseHead(Refusal(code), detail: error.rawValue)
        }
        return true
    }

    private func begin(_ head: RequestHead) {
        wait = .nothing
        deadline = .distantFuture
        let exchange = Exchange(
            head, loop: loop, connection: self, requestID: loop.requestIDs.next(),
            clientAddress: loop.rules.clientAddress.of(peer: peer, head.section))
        state = .exchange(exchange)
        RequestPath.walk(exchange)
    }

    /// No head, so no exchange: the answer stands alone and the connection ends.
    private func refuseHead(_ refusal: Refusal, detail: String?) {
        let answer = RefusalAnswer(refusal: refusal, requestID: loop.requestIDs.next())
        answer.log(to: loop.logger, clientAddress: peer, detail: detail)
        write(answer.answer(asJSON: false).bytes(loop, keepsAlive: false, isHead: false))
        linger()
    }

    /// Half-closes, then lets the client finish talking for a while, so that a reset does not lose it the answer.
    private func linger() {
        afterWrites { connection in
            guard connection.isInputOpen, let context = connection.context else { return connection.end() }
            connection.wait(for: .linger, Self.lingerTime)
            context.close(mode: .output, promise: nil)
            connection.process()
        }
    }

    /// Ends the connection by `end` once the client's system has room for all that was written: a slow reader gets its
    /// answer whole, in pauses as long as a body may make.
    private func afterWrites(_ end: @escaping (ClientConnection) -> Void) {
        guard let context else { return }
        state = .lingering(left: Self.lingerLimit)
        wait(for: .progress, loop.configuration.timeouts.bodyIdle)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).assumeIsolated().whenComplete { [self] _ in
            if case .lingering = state { end(self) }
        }
    }

    /// Ends the connection in order: all was written.
    private func end() { context?.close(promise: nil) }

    private func inputClosed() {
        isInputOpen = false
        switch state {
        case .handshake: abort()
        case .head: afterWrites { $0.end() }
        case .exchange(let exchange) where exchange.endsWithConnection: process()
        case .exchange(let exchange): if !exchange.hasBodyEnded { abort() }
        case .lingering: if wait == .linger { end() }
        case .closed: break
        }
    }
}
