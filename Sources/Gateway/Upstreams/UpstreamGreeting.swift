import NIOCore
import NIOSSL
import NIOTLS

/// Tells when TLS is agreed upon with an application, or why not, and then leaves the way free.
final class UpstreamGreeting: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let greeted: EventLoopPromise<Void>
    private let limit: Scheduled<Void>

    /// Fails the promise when it all takes longer than `time` from here on.
    init(_ greeted: EventLoopPromise<Void>, within time: TimeAmount) {
        self.greeted = greeted
        limit = greeted.futureResult.eventLoop.scheduleTask(in: time) { greeted.fail(UpstreamFailure.unreachable) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        limit.cancel()
        greeted.fail(UpstreamFailure.unreachable)  // of no effect once it is told
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case TLSUserEvent.handshakeCompleted = event else { return context.fireUserInboundEventTriggered(event) }
        greeted.succeed()
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        greeted.fail(UpstreamFailure.insecure(Insecurity(error)))
        context.fireErrorCaught(error)
    }
}

/// Why TLS was not agreed upon with an application; the raw value says so in the log.
enum Insecurity: String, Sendable {
    case untrusted = "the application's certificate is not trusted"
    case wrongHost = "the application's certificate names another host"
    case noHandshake = "no TLS handshake with the application"

    /// What the TLS library threw, in these words.
    init(_ error: any Error) {
        switch error {
        case is NIOSSLExtraError: self = .wrongHost
        case NIOSSLError.handshakeFailed(.sslError(let stack))
        where stack.contains { $0.description.contains("CERTIFICATE_VERIFY_FAILED") }:
            self = .untrusted
        default: self = .noHandshake
        }
    }
}
