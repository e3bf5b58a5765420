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
        for entry in settings.report where entry.support == .idle && entry.place != .standard {
            logger.warning("setting has no effect yet", metadata: ["key": "\(entry.key)"])
        }
        let store = try DirectoryStore(path: settings.directory.path)
        let view = try store.loadView()
        let follower = try DirectoryFollower(path: settings.directory.path, view: view)
        let gateway = try await Gateway.start(Gateway.Parts(settings, view: view, logger: logger))
        logger.notice("serving", metadata: ["listen": "\(gateway.address)", "public_url": "\(settings.gateway.publicURL)"])
        let services: [any Service] = [
            GatewayService(gateway: gateway),
            DirectoryFollowing(follower: follower, gateway: gateway, logger: logger),
            RedisInspection(access: SessionAccess(settings), logger: logger),
        ]
        try await ServiceGroup(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).run()
    }
}

/// Keeps the gateway until the order to stop, then lets its requests end.
struct GatewayService: Service {
    let gateway: Gateway

    func run() async throws {
        try? await gracefulShutdown()  // a cancelled wait ends the gateway just the same
        try await gateway.stop()
    }
}

/// Shows every change of the directory to every loop, whoever made it.
struct DirectoryFollowing: Service {
    static let interval = Duration.milliseconds(200)

    let follower: DirectoryFollower
    let gateway: Gateway
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await follow()
                try? await Task.sleep(for: Self.interval)  // woken early only to end
            }
        }
    }

    private func follow() async {
        do {
            if let view = try follower.poll() { try await gateway.show(view) }
        } catch {
            logger.error("directory cannot be followed", metadata: ["error": "\(error)"])
        }
    }
}

/// Says at the start what about this Redis may lose sessions.
struct RedisInspection: Service {
    let access: SessionAccess
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            do {
                for warning in try await access.warnings() {
                    logger.warning("redis may lose sessions", metadata: ["warning": "\(warning)"])
                }
            } catch {
                logger.warning("redis cannot be reached yet", metadata: ["error": "\(error)"])
            }
        }
        try? await gracefulShutdown()  // a service that returns early would end the others
    }
}
