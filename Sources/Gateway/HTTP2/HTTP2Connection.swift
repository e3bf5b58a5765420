import Logging
import NIOCore
import NIOHTTP2

/// A client's HTTP/2 connection: each request on it is a stream with a channel of its own.
final class HTTP2Connection: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame

    /// How long the client has to hear the farewell.
    private static let farewellTime = TimeAmount.seconds(2)

    private let loop: GatewayLoop
    private let peer: String
    /// What lies between TLS and the socket begins here.
    private let tls: ChannelHandlerContext
    private var context: ChannelHandlerContext?
    private var streams = 0
    private var hasSaidFarewell = false
    private var deadline: NIODeadline

    /// Takes requests off a channel by which TLS has been agreed upon.
    static func begin(on channel: any Channel, of loop: GatewayLoop, peer: String, tls: ChannelHandlerContext) throws {
        let connection = HTTP2Connection(loop, peer, tls)
        let bound = NIOLoopBound(connection, eventLoop: channel.eventLoop)
        let farewell = NIOHTTP2ServerConnectionManagementHandler(
            eventLoop: channel.eventLoop,
            configuration: .init(maxIdleTime: nil, maxAge: nil, maxGraceTime: nil, keepalive: nil))
        let frames = NIOHTTP2Handler(
            mode: .server, eventLoop: channel.eventLoop,
            connectionConfiguration: HTTP2Limits.connection(loop.configuration.headLimits),
            streamConfiguration: HTTP2Limits.stream, streamDelegate: farewell.http2StreamDelegate
        ) { stream in
            stream.eventLoop.makeCompletedFuture { try bound.value.open(stream) }
        }
        try channel.pipeline.syncOperations.addHandlers(frames, connection, farewell)
    }

    private init(_ loop: GatewayLoop, _ peer: String, _ tls: ChannelHandlerContext) {
        self.loop = loop
        self.peer = peer
        self.tls = tls
        deadline = .now() + loop.configuration.timeouts.head
    }

    private func open(_ stream: any Channel) throws {
        let pipeline = stream.pipeline.syncOperations
        let frames = HTTP2Stream(of: self)
        try pipeline.addHandler(frames)
        try pipeline.addHandler(ClientConnection(loop: loop, peer: peer, below: pipeline.context(handler: frames)))
    }

    // What its streams call.

    func streamBegan() {
        streams += 1
        deadline = .distantFuture
    }

    func streamEnded() {
        streams -= 1
        if streams == 0 { waitForStream() }
    }

    private func waitForStream() {
        deadline = .now() + (hasSaidFarewell ? Self.farewellTime : loop.configuration.timeouts.keepAlive)
    }

    // What the channel calls.

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        loop.clients.add(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        loop.clients.remove(self)
    }

    /// A client that sends no more can open no window either.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { return context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    /// NIOHTTP2 has told the client already: by RST_STREAM of a wrong stream, by GOAWAY of everything else.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !NIOHTTP2Errors.concernsOneStream(error) else { return }
        loop.logger.debug("HTTP/2 connection given up", metadata: ["client": "\(peer)", "error": "\(error)"])
        context.close(promise: nil)
    }
}

extension HTTP2Connection: Client {
    var held: Held { Held(context?.channel, unread: 0, isReadingHeld: false) }

    func endIfOverdue(at now: NIODeadline) {
        guard now >= deadline else { return }
        if hasSaidFarewell { context?.close(promise: nil) } else { drain() }
    }

    /// GOAWAY, once the client has it another with the last stream's number, and the end after that stream's.
    func drain() {
        guard !hasSaidFarewell else { return }
        hasSaidFarewell = true
        context?.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        if streams == 0 { waitForStream() }
    }

    func abort() { tls.close(promise: nil) }
}

extension NIOHTTP2Errors {
    /// Whether NIOHTTP2 has reset a stream for it, and the connection can go on. What it says of streams and of connections
    /// alike counts as the connection's, which RFC 9113 5.4.1 allows.
    fileprivate static func concernsOneStream(_ error: any Error) -> Bool {
        error is ContentLengthViolated || error is ContentLengthHeadersMismatch || error is ContentLengthHeaderNegative
            || error is ContentLengthHeaderMalformedValue || error is TrailersWithoutEndStream || error is StreamClosed
            || error is StreamError
    }
}
