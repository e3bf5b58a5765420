import Foundation
import Hummingbird
import Logging
import NIOCore

/// Serves a router until SIGTERM or SIGINT, and says on one line of standard output where.
struct DemoServer {
    /// Which of the two ends this is.
    let name: String
    /// Where to listen.
    let address: ListenAddress

    /// Returns after a graceful stop; throws when the address cannot be had.
    func run(_ router: Router<BasicRequestContext>) async throws {
        let (name, host) = (name, address.host)
        let application = Application(
            router: router,
            configuration: .init(address: .hostname(host, port: address.port)),
            onServerRunning: { channel in Self.announce(name, host: host, port: channel.localAddress?.port) },
            logger: Self.logger(name))
        try await application.runService()
    }

    private static func announce(_ name: String, host: String, port: Int?) {
        let line = "casement-demo \(name): listening on http://\(host):\(port ?? 0)\n"
        FileHandle.standardOutput.write(Data(line.utf8))
    }

    private static func logger(_ name: String) -> Logger {
        var logger = Logger(label: "casement-demo.\(name)", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = .warning
        return logger
    }
}
