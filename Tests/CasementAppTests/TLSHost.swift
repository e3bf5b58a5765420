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
        let (certificate, key) = (folder.path + "/host.pem", folder.path + "/host.key")
        try await makeCertificate(certificate, key)
        let host = TLSHost(certificate: certificate, channel: try await listen(certificate, key, answer))
        let result: Result<Void, any Error>
        do { result = .success(try await body(host)) } catch { result = .failure(error) }
        try await host.channel.close()
        withExtendedLifetime(folder) {}
        try result.get()
    }

    private struct OpenSSLFailed: Error {}

    private static func makeCertificate(_ certificate: String, _ key: String) async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days",
            "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
        ]
        process.standardError = FileHandle.nullDevice
        let status = try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { ended.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { ended.resume(throwing: error) }
        }
        guard status == 0 else { throw OpenSSLFailed() }
    }

    private static func listen(_ certificate: String, _ key: String, _ answer: String) async throws -> any Channel {
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
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
