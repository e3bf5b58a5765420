import Foundation
import NIOCore
import NIOSSL

/// A certificate that only those trust who are given it, with its key, both PEM; made by openssl.
public struct TestCertificate: Sendable {
    /// openssl did not make it.
    public struct NotMade: Error {}

    /// The certificate, which is its own root.
    public let chain: [UInt8]
    /// Its key.
    public let key: [UInt8]

    /// Makes one for the names of `subjectAltName`: `DNS:localhost`, `IP:127.0.0.1`.
    public init(for names: String = "DNS:localhost,IP:127.0.0.1") async throws {
        let text = try await Self.openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "-", "-out",
            "-",
            "-days", "2", "-subj", "/CN=Test", "-addext", "subjectAltName=\(names)")
        let begin = "-----BEGIN CERTIFICATE-----"
        guard let start = text.range(of: begin)?.lowerBound else { throw NotMade() }
        key = Array(text[..<start].utf8)
        chain = Array(text[start...].utf8)
    }

    /// Speaks TLS as whom this certificate is for.
    func serverHandler() throws -> NIOSSLServerHandler {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(chain).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: key, format: .pem)))
        configuration.shutdownTimeout = .zero
        return NIOSSLServerHandler(context: try NIOSSLContext(configuration: configuration))
    }

    /// Speaks TLS with a host of this name that shows this certificate, and with no other; offers these protocols by ALPN.
    public func clientHandler(_ host: String, offering protocols: [String] = []) throws -> NIOSSLClientHandler {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.applicationProtocols = protocols
        configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(chain))
        configuration.shutdownTimeout = .zero
        return try NIOSSLClientHandler(context: NIOSSLContext(configuration: configuration), serverHostname: host)
    }

    private static func openssl(_ arguments: String...) async throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        let status = try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { ended.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { ended.resume(throwing: error) }
        }
        guard status == 0 else { throw NotMade() }
        return String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }
}
