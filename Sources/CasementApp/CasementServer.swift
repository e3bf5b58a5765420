import Directory
import Domain
import Gateway
import Logging
import NIOCore
import NIOPosix
import RedisClient
import ServiceLifecycle
import Sessions
import UnixSignals

/// Everything that runs while Casement serves: one ordered list of services, started in order, stopped in reverse.
public struct CasementServer: Sendable {
    private let settings: Settings
    private let logger: Logger

    /// A server of these settings; nothing is opened yet.
    public init(settings: Settings) {
        self.settings = settings
        logger = Logger(label: "casement") { _ in
            LoggingHandler(level: settings.log.level, format: settings.log.format)
        }
    }

    /// Opens the directory, connects, listens, and serves until SIGTERM or SIGINT.
    public func run() async throws {
        guard settings.notSupportedYet.isEmpty else { throw SettingsError(problems: settings.notSupportedYet) }
        for setting in settings.withoutEffect {
            logger.warning("setting has no effect yet", metadata: ["key": "\(setting.key ?? "")"])
        }
        let view = try settings.openDirectory().loadView()
        let follower = try DirectoryFollower(path: settings.directory.path, view: view)
        let gateway = try await listen(view)
        let publisher = DirectoryPublisher(follower) { try await gateway.show($0) }
        let services: [any Service] = [
            GatewayService(gateway: gateway, publicURL: settings.gateway.publicURL, logger: logger),
            JobService(DirectoryFollowing(publisher: publisher, logger: logger)),
            JobService(RedisInspection(access: SessionAccess(settings), logger: logger)),
        ]
        try await ServiceGroup(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).run()
    }

    private func listen(_ view: DirectoryView) async throws -> Gateway {
        do {
            return try await Gateway.start(
                Gateway.Parts(settings, view: view, api: nil, wantsKeys: { _ in }, logger: logger))
        } catch {
            throw ListenFailure(endpoint: settings.gateway.listen, reason: "\(error)")
        }
    }
}

/// Why the gateway did not start listening.
public struct ListenFailure: Error, CustomStringConvertible {
    let endpoint: Endpoint
    let reason: String

    /// A sentence with the address and the system's words.
    public var description: String { "gateway.listen: \(endpoint) cannot be listened on: \(reason)." }
}

/// Keeps the gateway until the order to stop, then lets its requests end.
struct GatewayService: Service {
    let gateway: Gateway
    let publicURL: Origin
    let logger: Logger

    /// Says that it serves only here, where signals are already heeded.
    func run() async throws {
        logger.notice("serving", metadata: ["listen": "\(gateway.address)", "public_url": "\(publicURL)"])
        try? await gracefulShutdown()  // a cancelled wait ends the gateway just the same
        try await gateway.stop()
    }
}
