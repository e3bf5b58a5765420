import Foundation
import NIOCore
import NIOSSL
import Synchronization

/// One end of a TCP connection as a test handles it: raw bytes in and out, every wait bounded.
public final class WireConnection: Sendable {
    /// Why bytes did not come.
    public enum Failure: Error {
        /// The other side ended first; with what had come.
        case ended(String)
        /// Ten seconds passed; with what had come.
        case timedOut(String)
    }

    /// Finds how many of the bytes so far make what is waited for; nil while they do not.
    public typealias Finder = @Sendable ([UInt8]) -> Int?

    /// The underlying channel.
    public let channel: any Channel

    private static let patience = TimeAmount.seconds(10)

    private struct Waiter {
        let number: Int
        let find: Finder?
        let continuation: CheckedContinuation<[UInt8], any Error>
    }

    private struct State {
        var bytes: [UInt8] = []
        var hasEnded = false
        var isBroken = false
        var waiter: Waiter?
        var waiters = 0
    }

    private let state = Mutex(State())

    init(_ channel: any Channel) { self.channel = channel }

    /// Sends text.
    public func write(_ text: String) async throws { try await write(Array(text.utf8)) }

    /// Sends bytes; returns when the system has taken them.
    public func write(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    /// Says that nothing more will be sent.
    public func closeOutput() async throws { try await channel.close(mode: .output).get() }

    /// Ends the connection.
    public func close() async {
        try? await channel.close().get()  // an end that came before is as good
    }

    /// Ends the connection by a reset, so that the other side sees an error.
    public func reset() async throws {
        let socket = channel as? any SocketOptionProvider
        try await socket?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        await close()
    }

    /// Ends the connection below TLS, which is not told.
    public func cut() async throws {
        try await channel.eventLoop.submit { [channel] in
            try channel.pipeline.syncOperations.context(handlerType: NIOSSLHandler.self).close(promise: nil)
        }.get()
    }

    /// Whether bytes are taken as they come; false leaves them with the system.
    public func setReading(_ reads: Bool) async throws {
        try await channel.setOption(.autoRead, value: reads).get()
        if reads { channel.read() }  // an HTTP/2 stream begins anew only when asked
    }

    /// Takes bytes off the front as soon as `find` tells how many.
    public func read(_ find: @escaping Finder) async throws -> [UInt8] { try await wait(find) }

    /// Takes everything up to the end and including `text`.
    public func read(through text: String) async throws -> String {
        let pattern = Array(text.utf8)
        return String(decoding: try await wait { $0.end(of: pattern) }, as: UTF8.self)
    }

    /// Takes all that comes until the other side ends.
    public func readToEnd() async throws -> [UInt8] { try await wait(nil) }

    /// Whether the other side has ended and nothing is left to take.
    public var isSpent: Bool { state.withLock { $0.hasEnded && $0.bytes.isEmpty } }

    /// Whether something went wrong: a reset, or an end that TLS was not told of.
    public var isBroken: Bool { state.withLock { $0.isBroken } }

    private func wait(_ find: Finder?) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            let number = state.withLock { state in
                state.waiters += 1
                state.waiter = Waiter(number: state.waiters, find: find, continuation: continuation)
                return state.waiters
            }
            let limit = channel.eventLoop.scheduleTask(in: Self.patience) { self.giveUp(number) }
            settle()
            if state.withLock({ $0.waiter == nil }) { limit.cancel() }
        }
    }

    private func giveUp(_ number: Int) {
        let (waiter, text) = state.withLock { state -> (Waiter?, String) in
            guard let waiter = state.waiter, waiter.number == number else { return (nil, "") }
            state.waiter = nil
            return (waiter, String(decoding: state.bytes, as: UTF8.self))
        }
        waiter?.continuation.resume(throwing: Failure.timedOut(text))
    }

    fileprivate func received(_ buffer: ByteBuffer) {
        state.withLock { $0.bytes.append(contentsOf: buffer.readableBytesView) }
        settle()
    }

    fileprivate func ended() {
        state.withLock { $0.hasEnded = true }
        settle()
    }

    fileprivate func broke() { state.withLock { $0.isBroken = true } }

    private func settle() {
        let settled = state.withLock { state -> (Waiter, Result<[UInt8], any Error>)? in
            guard let waiter = state.waiter, let result = Self.result(waiter, &state) else { return nil }
            state.waiter = nil
            return (waiter, result)
        }
        settled?.0.continuation.resume(with: settled?.1 ?? .success([]))
    }

    private static func result(_ waiter: Waiter, _ state: inout State) -> Result<[UInt8], any Error>? {
        if let find = waiter.find, let count = find(state.bytes) {
            let taken = Array(state.bytes.prefix(count))
            state.bytes.removeFirst(count)
            return .success(taken)
        }
        guard state.hasEnded else { return nil }
        guard waiter.find == nil else { return .failure(Failure.ended(String(decoding: state.bytes, as: UTF8.self))) }
        defer { state.bytes = [] }
        return .success(state.bytes)
    }
}

/// Hands a channel's bytes to its connection.
final class WireHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    let connection: WireConnection

    init(_ connection: WireConnection) { self.connection = connection }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { connection.received(unwrapInboundIn(data)) }
    func channelInactive(context: ChannelHandlerContext) { connection.ended() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        connection.broke()
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { connection.ended() }
    }
}

extension [UInt8] {
    /// Where the first occurrence of `pattern` ends.
    func end(of pattern: [UInt8]) -> Int? {
        guard let first = pattern.first else { return 0 }
        var start = 0
        while let index = self[start...].firstIndex(of: first) {
            if self[index...].starts(with: pattern) { return index + pattern.count }
            start = index + 1
        }
        return nil
    }
}
