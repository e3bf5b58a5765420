import CasementTesting
import Domain
import Gateway
import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix
import NIOTLS
import Synchronization

/// A client's HTTP/2 connection to a gateway.
struct HTTP2Client: Sendable {
    let channel: any Channel
    private let streams: NIOHTTP2Handler.StreamMultiplexer
    private let heard: Heard

    /// Opens a connection, runs `body`, and closes it.
    static func run(_ rig: GatewayRig, _ body: (HTTP2Client) async throws -> Void) async throws {
        let client = try await connect(rig)
        let result: Result<Void, any Error>
        do { result = .success(try await body(client)) } catch { result = .failure(error) }
        try? await client.channel.close().get()  // an end that came before is as good
        try result.get()
    }

    private static func connect(_ rig: GatewayRig) async throws -> HTTP2Client {
        let heard = Heard()
        let (channel, streams) = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .connect(host: "127.0.0.1", port: Int(rig.gateway.address.port)) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls = try rig.certificate?.clientHandler("localhost", offering: ["h2"]) {
                        try pipeline.addHandler(tls)
                    }
                    let frames = NIOHTTP2Handler(
                        mode: .client, eventLoop: channel.eventLoop, connectionConfiguration: unchecked
                    ) { $0.close() }
                    try pipeline.addHandlers(frames, HTTP2Listener(heard))
                    return (channel, try frames.syncMultiplexer())
                }
            }
        return HTTP2Client(channel: channel, streams: streams, heard: heard)
    }

    /// What a test sends is for the gateway to judge.
    private static var unchecked: NIOHTTP2Handler.ConnectionConfiguration {
        var configuration = NIOHTTP2Handler.ConnectionConfiguration()
        configuration.initialSettings.append(HTTP2Setting(parameter: .maxHeaderListSize, value: 1 << 20))
        configuration.headerBlockValidation = .disabled
        configuration.contentLengthValidation = .disabled
        return configuration
    }

    /// The protocol that the gateway chose; nil before it has.
    var chosenProtocol: String? { heard.state.withLock { $0.chosenProtocol } }
    /// The codes of the gateway's farewells so far.
    var farewells: [HTTP2ErrorCode] { heard.state.withLock { $0.farewells } }

    /// Begins a request whose body is the caller's to send and to end, if `endsStream` does not say that there is none.
    func open(
        _ method: String = "GET", _ target: String = "/", _ fields: [(String, String)] = [], cookie: String? = nil,
        endsStream: Bool = true
    ) async throws -> WireConnection {
        let control = [
            (":method", method), (":scheme", "https"), (":authority", "gw.example"), (":path", target),
        ]
        let fields = control + fields + (cookie.map { [("cookie", $0)] } ?? [])
        return try await open(HPACKHeaders(fields), endsStream: endsStream)
    }

    /// Begins a request with exactly these fields.
    func open(_ fields: HPACKHeaders, endsStream: Bool = true) async throws -> WireConnection {
        let opened = channel.eventLoop.makePromise(of: WireConnection.self)
        let stream = streams.createStreamChannel { stream in
            stream.eventLoop.makeCompletedFuture {
                try stream.pipeline.syncOperations.addHandler(HTTP2ClientStream(fields, endsStream: endsStream))
                opened.succeed(try Wire.adopt(stream))
            }
        }
        stream.cascadeFailure(to: opened)
        return try await opened.futureResult.get()
    }

    /// Sends a request and takes the answer.
    func ask(
        _ method: String = "GET", _ target: String = "/", _ fields: [(String, String)] = [], cookie: String? = nil,
        body: String? = nil
    ) async throws -> WireAnswer {
        let stream = try await open(method, target, fields, cookie: cookie, endsStream: body == nil)
        if let body {
            try await stream.write(body)
            try await stream.closeOutput()
        }
        return try await stream.readAnswer(toHead: method == "HEAD")
    }
}

/// What was heard on a connection besides its streams.
private final class Heard: Sendable {
    struct State {
        var chosenProtocol: String?
        var farewells: [HTTP2ErrorCode] = []
    }

    let state = Mutex(State())
}

private final class HTTP2Listener: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame

    private let heard: Heard

    init(_ heard: Heard) { self.heard = heard }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .goAway(_, let code, _) = unwrapInboundIn(data).payload else { return }
        heard.state.withLock { $0.farewells.append(code) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case TLSUserEvent.handshakeCompleted(let chosen) = event else { return }
        heard.state.withLock { $0.chosenProtocol = chosen }
    }
}

/// Sends a request's head, then bytes as its body; gives the answer's heads as text, its body as bytes.
private final class HTTP2ClientStream: ChannelDuplexHandler {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = HTTP2Frame.FramePayload

    private let head: HTTP2Frame.FramePayload

    init(_ fields: HPACKHeaders, endsStream: Bool) { head = .headers(.init(headers: fields, endStream: endsStream)) }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(head), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .headers(let headers): receive(ByteBuffer(string: text(of: headers.headers)), headers.endStream, context)
        case .data(let data):
            if case .byteBuffer(let bytes) = data.data { receive(bytes, data.endStream, context) }
        default: break
        }
    }

    private func text(of fields: HPACKHeaders) -> String {
        let lines = fields.map { name, value, _ in name == ":status" ? "HTTP/2 \(value)" : "\(name): \(value)" }
        return lines.joined(separator: "\r\n") + "\r\n\r\n"
    }

    private func receive(_ bytes: ByteBuffer, _ endsStream: Bool, _ context: ChannelHandlerContext) {
        context.fireChannelRead(wrapInboundOut(bytes))
        if endsStream { context.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let bytes = unwrapOutboundIn(data)
        context.write(wrapOutboundOut(.data(.init(data: .byteBuffer(bytes)))), promise: promise)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode == .output else { return context.close(mode: mode, promise: promise) }
        let end = HTTP2Frame.FramePayload.data(.init(data: .byteBuffer(ByteBuffer()), endStream: true))
        context.writeAndFlush(wrapOutboundOut(end), promise: promise)
    }
}
