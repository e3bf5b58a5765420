import HTTPWire
import NIOCore
import NIOHPACK
import NIOHTTP2

/// One request on an HTTP/2 connection: its frames go on as HTTP/1.1, and the answer's HTTP/1.1 goes back in frames.
final class HTTP2Stream: ChannelDuplexHandler {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = HTTP2Frame.FramePayload

    private let connection: HTTP2Connection
    /// Frames the request's body; nil before its head.
    private var body: BodyEncoder?
    private var hasRequestEnded = false
    private var answer = AnswerFrames(answering: .other)
    /// Who waits for the client's system to have the whole answer.
    private var waiter: EventLoopPromise<Void>?
    private var isAnswerOut = false

    init(of connection: HTTP2Connection) { self.connection = connection }

    func handlerAdded(context: ChannelHandlerContext) { connection.streamBegan() }
    func handlerRemoved(context: ChannelHandlerContext) { connection.streamEnded() }

    // The request.

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .headers(let headers) where body == nil: takeHead(headers, context)
        case .headers(let trailers): takeTrailers(trailers, context)
        case .data(let data): takeBody(data, context)
        case .priority, .rstStream, .settings, .pushPromise, .ping, .goAway, .windowUpdate, .alternativeService,
            .origin:
            break
        }
    }

    /// What is wrong with a head is answered as in HTTP/1.1, which RFC 9113 8.1.1 allows: the client learns more than by a
    /// reset, and it is logged and counted like every other refusal.
    private func takeHead(_ headers: HTTP2Frame.FramePayload.Headers, _ context: ChannelHandlerContext) {
        hasRequestEnded = headers.endStream
        var head = HTTP2RequestHead()
        do throws(HeadProblem) {
            for (name, value, _) in headers.headers { try head.take(name, value) }
            let (bytes, body) = try head.finish(endsStream: headers.endStream)
            self.body = body
            answer = AnswerFrames(answering: head.method)
            context.fireChannelRead(wrapInboundOut(bytes))
        } catch {
            body = BodyEncoder(.none)
            answer = AnswerFrames(answering: head.method)
            context.fireUserInboundEventTriggered(error)
        }
    }

    private func takeBody(_ data: HTTP2Frame.FramePayload.Data, _ context: ChannelHandlerContext) {
        if case .byteBuffer(let bytes) = data.data, bytes.readableBytes > 0 {
            body?.encode(bytes) { context.fireChannelRead(wrapInboundOut($0)) }
        }
        if data.endStream { endRequest(context) }
    }

    /// Trailers are checked and dropped.
    private func takeTrailers(_ trailers: HTTP2Frame.FramePayload.Headers, _ context: ChannelHandlerContext) {
        do throws(HeadProblem) {
            for (name, value, _) in trailers.headers { try HTTP2RequestHead.check(name, value) }
            endRequest(context)
        } catch {
            context.writeAndFlush(wrapOutboundOut(.rstStream(.protocolError)), promise: nil)
        }
    }

    /// That a stated length was kept to is NIOHTTP2's to see.
    private func endRequest(_ context: ChannelHandlerContext) {
        hasRequestEnded = true
        body?.end { context.fireChannelRead(wrapInboundOut($0)) }
    }

    // The answer.

    /// The promise is kept once the client's system has all of the answer, or the stream is gone.
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        answer.append(unwrapOutboundIn(data))
        do throws(HeadProblem) {
            while let frame = try answer.next() { write(frame, context) }
        } catch {
            context.fireUserInboundEventTriggered(error)
        }
        waiter.setOrCascade(to: promise)
        if isAnswerOut { answerIsOut() }
    }

    /// With its last frame the stream ends by itself, unless the client has more to send.
    private func write(_ frame: HTTP2Frame.FramePayload, _ context: ChannelHandlerContext) {
        guard answer.isWhole, !hasRequestEnded else { return context.write(wrapOutboundOut(frame), promise: nil) }
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { [self] _ in answerIsOut() }
        context.write(wrapOutboundOut(frame), promise: written)
    }

    private func answerIsOut() {
        isAnswerOut = true
        waiter?.succeed()
        waiter = nil
    }

    /// An answer that lacks its rest is cut. One that is whole needs no more of the request (RFC 9113 8.1).
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard answer.isWhole else { return context.close(promise: promise) }
        context.writeAndFlush(wrapOutboundOut(.rstStream(.noError)), promise: promise)
    }

    func channelInactive(context: ChannelHandlerContext) {
        context.fireChannelInactive()
        answerIsOut()
    }
}
