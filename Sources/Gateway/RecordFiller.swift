import NIOCore

/// Joins small writes in front of TLS, where each would become a record of its own (RFC 8446 5.1).
final class RecordFiller: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let recordSize = 16 * 1024

    private var pending = ByteBuffer()

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        var bytes = unwrapOutboundIn(data)
        guard promise == nil, pending.readableBytes + bytes.readableBytes <= Self.recordSize else {
            passOn(context)
            return context.write(data, promise: promise)
        }
        if pending.readableBytes == 0 {
            pending = bytes
        } else {
            pending.writeBuffer(&bytes)
        }
    }

    func flush(context: ChannelHandlerContext) {
        passOn(context)
        context.flush()
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        passOn(context)
        context.close(mode: mode, promise: promise)
    }

    private func passOn(_ context: ChannelHandlerContext) {
        guard pending.readableBytes > 0 else { return }
        let bytes = pending
        pending = ByteBuffer()
        context.write(wrapOutboundOut(bytes), promise: nil)
    }
}
