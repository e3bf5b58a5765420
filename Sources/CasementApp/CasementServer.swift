import Directory
import Domain
import Gateway
import Logging
import Management
import RedisClient
import ServiceLifecycle
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
        let tls = try GatewayTLS(settings)
        let (directory, lock) = try settings.openDirectoryToServe()
        let socket = try PrivateSocket()
        defer { socket.remove() }
        try await ServiceGroup(
            services: services(directory, socket, tls), gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).run()
        withExtendedLifetime(lock) {}
    }

    private func services(
        _ directory: DirectoryStore, _ socket: PrivateSocket, _ tls: GatewayTLS
    ) async throws -> [any Service] {
        let view = try directory.loadView()
        let follower = try DirectoryFollower(path: directory.path, view: view)
        let requests = SharedKeyRequests()
        let keyFile = AssertionKeyFile(besideDirectory: directory.path)
        let keys = try keyFile.keys(at: .now)
        let gateway = try await listen(view, keys, socket, tls, requests)
        let sessions = SessionAccess(settings, tls.redis.server).afterEnds { try await gateway.knowsOfEnds() }
        let publisher = DirectoryPublisher(follower) { try await gateway.show($0) }
        let management = ManagementParts(
            settings, directory: directory, sessions: sessions, view: { try follower.current() },
            publish: publisher.publish, logger: logger)
        return [
            SessionAccessService(access: sessions),
            // Before the gateway, which may relay to it until its last request has ended.
            ManagementService(
                management, admin: settings.admin,
                gateway: .gateway(socketPath: socket.path, servesAPI: settings.gateway.api),
                drainTime: settings.gateway.timeouts.drain),
            GatewayService(gateway: gateway, publicURL: settings.gateway.publicURL, logger: logger),
            JobService(DirectoryFollowing(publisher: publisher, logger: logger)),
            JobService(
                DirectoryUpkeep(directory: directory, publisher: publisher, clock: { .now }, logger: logger)),
            JobService(
                SessionEndings(
                    directory: directory, sessions: sessions, publisher: publisher, clock: { .now }, logger: logger)),
            JobService(
                KeyFetching(
                    directory: directory, fetcher: JWKSFetcher(hosts: settings.keys.jwksHosts), requests: requests,
                    publisher: publisher, clock: { .now }, logger: logger)),
            JobService(
                AssertionKeyRotation(
                    file: keyFile, shown: keys, show: { try await gateway.sign(with: $0) }, clock: { .now },
                    logger: logger)),
            JobService(RedisInspection(access: sessions, logger: logger)),
        ] + renewal(tls, gateway)
    }

    private func renewal(_ tls: GatewayTLS, _ gateway: Gateway) -> [any Service] {
        [
            tls.front.map { files, reading in
                JobService(
                    FileRenewal(
                        files: files, since: reading, show: { try await gateway.show($0) },
                        facts: { ["setting": "gateway.tls", "valid_until": "\($0.validUntil.iso8601)"] },
                        logger: logger))
            },
            tls.authorities.map { files, reading in
                JobService(
                    FileRenewal(
                        files: files, since: reading, show: { try await gateway.trust($0) },
                        facts: { _ in ["setting": "gateway.upstream_ca"] }, logger: logger))
            },
            tls.redis.tls.map { [server = tls.redis.server] files, reading in
                JobService(
                    FileRenewal(
                        files: files, since: reading, show: { server.use($0) }, facts: { _ in ["setting": "redis"] },
                        logger: logger))
            },
        ].compactMap { (service: (any Service)?) in service }
    }

    private func listen(
        _ view: DirectoryView, _ keys: AssertionKeys, _ socket: PrivateSocket, _ tls: GatewayTLS,
        _ requests: SharedKeyRequests
    ) async throws -> Gateway {
        do {
            return try await Gateway.start(
                Gateway.Parts(
                    settings, view: view, assertions: keys, management: .unix(path: socket.path), tls: tls,
                    wantsKeys: { requests.add($0) }, logger: logger))
        } catch {
            throw ListenFailure(
                setting: "gateway.listen", place: "\(settings.gateway.listen)", reason: "\(error)")
        }
    }
}
