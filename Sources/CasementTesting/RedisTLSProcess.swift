import Foundation

/// A real `redis-server` that speaks TLS too, on a port of its own. It ends with this object.
public final class RedisTLSProcess: Sendable {
    /// The port on 127.0.0.1 where TLS is spoken.
    public let port: Int

    /// The server.
    public let server: RedisServerProcess

    private let folder: URL

    /// Starts a server that shows the certificate; nil for `clients`: it asks clients for none, else it asks for that one.
    public init(showing certificate: TestCertificate, trusting clients: TestCertificate? = nil) throws {
        guard let port = LoopbackSocket.freePort() else { throw RedisServerProcess.Failure.noPort }
        let folder = URL.temporaryDirectory.appending(path: "casement-redis-tls-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = { (name: String, bytes: [UInt8]) in
            let file = folder.appending(path: name)
            try Data(bytes).write(to: file)
            return file.path
        }
        var options = [
            "--tls-port", String(port), "--tls-cert-file", try file("certificate.pem", certificate.chain),
            "--tls-key-file", try file("key.pem", certificate.key),
            "--tls-auth-clients", clients == nil ? "no" : "yes",
        ]
        if let clients { options += ["--tls-ca-cert-file", try file("clients.pem", clients.chain)] }
        self.port = port
        self.folder = folder
        server = try RedisServerProcess(options: options)
    }

    deinit {
        server.kill()
        try? FileManager.default.removeItem(at: folder)  // a leftover in the temporary folder harms no one
    }
}
