import ArgumentParser
import AsyncHTTPClient
import Foundation

/// Serves the partner's product, which embeds the application.
struct PartnerCommand: AsyncParsableCommand {
    /// The name and the help text.
    static let configuration = CommandConfiguration(
        commandName: "partner", abstract: "A partner's product with the application in a frame.")

    /// Where to listen.
    @Option(help: "Where to listen; port 0 takes a free one.")
    var listen = ListenAddress(host: "127.0.0.1", port: 8083)

    /// The gateway's origin.
    @Option(help: "The gateway's origin, as a browser and this backend reach it.")
    var gateway = "http://127.0.0.1:8080"

    /// The file of the private key.
    @Option(help: "The file with the partner's private RSA key, as PEM.")
    var key = "certs/acme.pem"

    /// The partner's vendor id.
    @Option(help: "The partner's vendor id.")
    var vendor = "acme"

    /// Serves until it is told to stop.
    func run() async throws {
        let signer = try TokenSigner(pem: try String(contentsOfFile: key, encoding: .utf8))
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        let backend = PartnerBackend(vendor: vendor, signer: signer, gateway: gateway, client: client)
        let server = DemoServer(name: "partner", address: listen)
        do {
            try await server.run(try PartnerRoutes(gateway: gateway, backend: backend).router())
            try await client.shutdown()
        } catch {
            try await client.shutdown()
            throw error
        }
    }
}
