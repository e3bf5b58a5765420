import NIOCore

/// One connection: commands out in order, replies in in the same order. It is dropped whole when one reply is late or wrong.
final class RedisConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// The largest reply that is waited for, in bytes.
    static let replyCap = 16 * 1024 * 1024
    /// How many commands may wait for their reply.
    static let inFlightCap = 65_536

    private let reader: ReplyReader
    private var channel: (any Channel)?
    private var inFlight = CircularBuffer<PendingCommand>()
    private var outbound = ByteBuffer()
    private var flushIsDue = false
    private var timer: Scheduled<Void>?
    private var failure: RedisError?
    private var whenLost: ((RedisError, CircularBuffer<PendingCommand>) -> Void)?

    /// Takes what is published to this connection, once it has subscribed to something.
    var whenPublished: ((ByteBuffer) -> Void)?

    /// Calls back once, with what was in flight, when the connection is lost.
    init(whenLost: @escaping (RedisError, CircularBuffer<PendingCommand>) -> Void) throws(RedisError) {
        reader = try ReplyReader()
        self.whenLost = whenLost
    }

    /// Queues the command; all of one loop tick leave in one write.
    func send(_ command: PendingCommand) {
        guard let channel, failure == nil else { return command.fail(failure ?? .unavailable("not connected")) }
        guard inFlight.count < Self.inFlightCap else {
            return command.fail(.unavailable("too many commands in flight"))
        }
        do throws(RedisError) { try CommandEncoder.encode(command.arguments, into: &outbound) } catch {
            return command.fail(error)
        }
        inFlight.append(command)
        scheduleFlush(channel)
        if timer == nil { scheduleTimer(channel.eventLoop, command.deadline) }
    }

    /// Ends the connection; what is in flight is handed back as for any other loss.
    func drop(_ error: RedisError) {
        guard failure == nil else { return }
        failure = error
        timer?.cancel()
        channel?.close(promise: nil)
        channel = nil
        let lost = inFlight
        inFlight = []
        whenPublished = nil
        whenLost?(error, lost)
        whenLost = nil
    }

    func handlerAdded(context: ChannelHandlerContext) { channel = context.channel }
    func channelInactive(context: ChannelHandlerContext) { drop(.connectionLost) }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { drop(RedisError(thrown: error)) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard failure == nil else { return }
        do throws(RedisError) {
            try reader.feed(unwrapInboundIn(data))
            while failure == nil, let outcome = try reader.next() { try answer(outcome) }
            guard reader.heldBytes <= Self.replyCap else { throw .protocolViolation("reply too large") }
        } catch {
            drop(error)
        }
    }

    private func answer(_ outcome: Result<RedisValue, RedisError>) throws(RedisError) {
        if let whenPublished, let published = outcome.published { return whenPublished(published) }
        guard let command = inFlight.popFirst() else { throw .protocolViolation("a reply to nothing") }
        switch outcome {
        case .success(let value): command.succeed(value)
        case .failure(let error) where error.saysReadOnly:
            inFlight.prepend(command)
            drop(error)
        case .failure(let error): command.fail(error)
        }
    }

    private func scheduleFlush(_ channel: any Channel) {
        guard !flushIsDue else { return }
        flushIsDue = true
        channel.eventLoop.assumeIsolated().execute { self.flush() }
    }

    private func flush() {
        flushIsDue = false
        guard let channel, outbound.readableBytes > 0 else { return }
        channel.writeAndFlush(outbound, promise: nil)
        outbound = channel.allocator.buffer(capacity: 4096)
    }

    private func scheduleTimer(_ eventLoop: any EventLoop, _ deadline: NIODeadline) {
        timer = eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.deadlineReached(eventLoop) }
    }

    private func deadlineReached(_ eventLoop: any EventLoop) {
        timer = nil
        guard failure == nil, let oldest = inFlight.first else { return }
        guard oldest.deadline <= eventLoop.now else { return scheduleTimer(eventLoop, oldest.deadline) }
        drop(.timedOut)
    }
}

extension Result<RedisValue, RedisError> {
    /// What was published, where this answers no command but comes unasked: `message`, channel and text.
    fileprivate var published: ByteBuffer? {
        guard case .success(.array(let parts)) = self, parts.count == 3, parts[0].text == "message",
            case .string(let text) = parts[2]
        else { return nil }
        return text
    }
}
