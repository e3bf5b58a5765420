import Domain
import HTTPWire
import Logging
import NIOCore

/// A WebSocket's bytes both ways, for as long as its session lives.
final class Tunnel {
    private let exchange: Exchange
    private var upstream: UpstreamConnection?
    private var watch: SessionWatch?
    private var fromClient = FrameFollower()
    private var toClient = FrameFollower()
    /// Set once the gateway ends it: nothing of the client's passes any more, of the application's only a frame's rest.
    private var farewell: CloseFrame?
    private var isEnding = false

    private init(_ exchange: Exchange, _ upstream: UpstreamConnection) {
        self.exchange = exchange
        self.upstream = upstream
    }

    /// Opens it with the application's 101, which granted the client's request.
    static func open(
        _ exchange: Exchange, _ upstream: UpstreamConnection, answer: ByteBuffer, under admitted: AdmittedSession
    ) {
        let tunnel = Tunnel(exchange, upstream)
        exchange.beginAnswer()
        exchange.write(answer)
        upstream.handOver(to: tunnel)
        tunnel.watch = SessionWatch(admitted, exchange.loop, for: tunnel)
        tunnel.waitForProgress()
        exchange.open(tunnel)
        exchange.flush()
        if exchange.loop.isDraining { tunnel.end(.draining) }
    }

    /// Says farewell to both sides and ends.
    func end(_ end: TunnelEnd) {
        guard farewell == nil, let upstream, let farewell = end.farewell else { return }
        note(end)
        self.farewell = farewell
        watch?.stop()
        if fromClient.isBetweenFrames, !fromClient.hasClosed {
            upstream.write(farewell.masked(by: .random(in: .min ... .max)))
            upstream.flush()
        }
        guard !toClient.isBetweenFrames else { return sayFarewell(farewell) }
        exchange.wait(for: .progress, exchange.loop.configuration.timeouts.frameRest)
        exchange.resumeBody()
    }

    /// Logs and counts the first word of the end; others follow from it.
    private func note(_ end: TunnelEnd) {
        guard !isEnding else { return }
        isEnding = true
        exchange.loop.logger.info(
            "WebSocket ended",
            metadata: [
                "reason": "\(end.rawValue)", "request_id": "\(exchange.requestID)",
                "client": "\(exchange.clientAddress)",
            ])
        GatewayMetrics.webSocketEnded(end)
    }

    private func sayFarewell(_ farewell: CloseFrame) {
        if !toClient.hasClosed { exchange.write(farewell.bytes) }
        leave()
    }

    /// Ends the client's side after what was written to it, and the application's likewise.
    private func leave() {
        watch?.stop()
        upstream?.retire()
        upstream = nil
        exchange.finish(keepsAlive: false)
    }

    private func waitForProgress() {
        exchange.wait(for: .tunnel, exchange.loop.configuration.timeouts.bodyIdle)
    }
}

extension Tunnel: SessionBound {
    func sessionEnded() { end(.sessionEnded) }
}

extension Tunnel: BodyReceiver {
    func received(_ data: ByteBuffer) -> Bool {
        guard farewell == nil, let upstream else { return true }
        let messageFrames = fromClient.messageFrames
        fromClient.follow(data)
        if fromClient.messageFrames > messageFrames { watch?.noteActivity() }
        upstream.write(data)
        waitForProgress()
        return upstream.isWritable
    }

    func receivedRead() { upstream?.flush() }

    func receivedAll() {
        note(.client)
        upstream?.endOutput()
    }

    func cancelled() {
        note(.client)
        watch?.stop()
        upstream?.retire()
        upstream = nil
    }

    func clientWritabilityChanged(_ isWritable: Bool) { upstream?.holdReading(!isWritable) }

    func drain() { end(.draining) }
}

extension Tunnel: UpstreamReceiver {
    /// Never comes: the one head of the tunnel's connection opened it.
    func upstreamHead(_ head: ResponseHead) {}

    func upstreamBody(_ data: ByteBuffer) {
        if let farewell { return passRest(of: data, before: farewell) }
        toClient.follow(data)
        exchange.write(data)
        waitForProgress()
        if !exchange.isClientWritable { upstream?.holdReading(true) }
    }

    private func passRest(of data: ByteBuffer, before farewell: CloseFrame) {
        let count = toClient.finishFrame(data)
        if let rest = data.getSlice(at: data.readerIndex, length: count) { exchange.write(rest) }
        if toClient.isBetweenFrames { sayFarewell(farewell) }
    }

    func upstreamReadComplete() { exchange.flush() }

    func upstreamEnded() {
        note(.application)
        upstream = nil
        leave()
    }

    /// What came before still goes out: frames tell by themselves where they end.
    func upstreamFailed(_ failure: UpstreamFailure) { upstreamEnded() }

    func upstreamWritabilityChanged(_ isWritable: Bool) {
        if isWritable { exchange.resumeBody() } else { upstream?.flush() }
    }
}
