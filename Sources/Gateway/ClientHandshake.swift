import Logging
import NIOCore
import NIOSSL
import NIOTLS

/// Waits until TLS is agreed upon with a client, then leaves the channel to the protocol that was chosen with it.
final class ClientHandshake: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let loop: GatewayLoop
    private let peer: String
    /// What lies between TLS and the socket begins here.
    private let tls: ChannelHandlerContext
    private let deadline: NIODeadline

    /// Shows the client a certificate on a new channel.
    static func begin(
        on channel: any Channel, of loop: GatewayLoop, peer: String, showing certificate: ServerCertificate
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        let tls = NIOSSLServerHandler(context: certificate.context)
        try pipeline.addHandlers(tls, RecordFiller())
        try pipeline.addHandler(ClientHandshake(loop, peer, pipeline.context(handler: tls)))
    }

    private init(_ loop: GatewayLoop, _ peer: String, _ tls: ChannelHandlerContext) {
        self.loop = loop
        self.peer = peer
        self.tls = tls
        deadline = .now() + loop.configuration.timeouts.head
    }

    func handlerAdded(context: ChannelHandlerContext) { loop.clients.add(self) }
    func handlerRemoved(context: ChannelHandlerContext) { loop.clients.remove(self) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { return abort() }
        guard case TLSUserEvent.handshakeCompleted(let chosen) = event else {
            return context.fireUserInboundEventTriggered(event)
        }
        do {
            try handOver(context, to: chosen)
        } catch {
            errorCaught(context: context, error: error)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        loop.logger.debug("TLS not agreed upon", metadata: ["client": "\(peer)", "error": "\(error)"])
        abort()
    }

    /// Without a choice, too, HTTP/1.1 is spoken.
    private func handOver(_ context: ChannelHandlerContext, to chosen: String?) throws {
        if chosen == "h2" {
            try HTTP2Connection.begin(on: context.channel, of: loop, peer: peer, tls: tls)
            // NIOHTTP2 collects frames in the first buffer that it gets, for good: better this than the 32 KiB of TLS.
            context.fireChannelRead(wrapInboundOut(ByteBuffer()))
        } else {
            try context.pipeline.syncOperations.addHandler(ClientConnection(loop: loop, peer: peer, below: tls))
        }
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }
}

extension ClientHandshake: Client {
    var held: Held { Held() }
    func endIfOverdue(at now: NIODeadline) { if now >= deadline { abort() } }
    func drain() { abort() }
    func abort() { tls.close(promise: nil) }
}
