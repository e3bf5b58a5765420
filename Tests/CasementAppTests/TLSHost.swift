import CasementTesting
import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// A host on 127.0.0.1 that speaks TLS as `localhost`, with a certificate that only its own file makes trusted, and gives
/// every request the same bytes.
struct TLSHost {
    /// The certificate, which is its own root.
    let certificate: String

    private let channel: any Channel

    /// `https://localhost:<port>`
    var url: String { "https://localhost:\(channel.localAddress?.port ?? 0)" }

    /// Serves for as long as `body` runs.
    static func run(_ answer: String, _ body: (TLSHost) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let made = try await TestCertificate()
        let path = folder.path + "/host.pem"
        try Data(made.chain).write(to: URL(filePath: path))
        let host = TLSHost(certificate: path, channel: try await listen(made, answer))
        let result: Result<Void, any Error>
        do { result = .success(try await body(host)) } catch { result = .failure(error) }
        try await host.channel.close()
        withExtendedLifetime(folder) {}
        try result.get()
    }

    private static func listen(_ certificate: TestCertificate, _ answer: String) async throws -> any Channel {
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(certificate.chain).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: certificate.key, format: .pem)))
        let context = try NIOSSLContext(configuration: configuration)
        return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(
                        NIOSSLServerHandler(context: context), SameAnswer(answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }
}

/// Answers a request's head with the same bytes each time; with none it stays silent.
private final class SameAnswer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: String
    private var head = ""

    init(_ answer: String) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        head += String(buffer: unwrapInboundIn(data))
        guard head.hasSuffix("\r\n\r\n"), !answer.isEmpty else { return }
        head = ""
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
