import Domain
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// The management API on one door or several, for as long as it runs.
public struct ManagementServer: Service {
    private let doors: [Door]
    private let backend: ManagementBackend
    private let onListening: @Sendable (Door, SocketAddress) async -> Void

    /// A server that listens nowhere yet; `onListening` is told once for each door, with the port that was had.
    public init(
        parts: ManagementParts, doors: [Door],
        onListening: @escaping @Sendable (Door, SocketAddress) async -> Void = { _, _ in }
    ) {
        self.doors = doors
        self.onListening = onListening
        backend = ManagementBackend(parts)
    }

    /// Serves until the order to stop, then ends what runs; throws when an address cannot be had.
    public func run() async throws {
        let logger = backend.parts.logger
        let applications = doors.map { application($0) }
        do {
            try await ServiceGroup(configuration: .init(services: applications, logger: logger)).run()
        } catch {
            try await backend.stop()
            throw error
        }
        try await backend.stop()
    }

    /// What answers at a door.
    func application(_ door: Door) -> Application<ManagementResponder> {
        let onListening = onListening
        var configuration = HTTP1Channel.Configuration(idleTimeout: .seconds(75))
        configuration.httpDecoder = .init(
            maxHeaderFieldSize: 32_768, maxHeaderListSize: 32_768, maxHeaderFieldCount: 100)
        return Application(
            responder: ManagementResponder(backend: backend, table: Route.table, door: door),
            server: .http1(configuration: configuration),
            configuration: ApplicationConfiguration(address: door.address),
            onServerRunning: { channel in
                if let address = channel.localAddress { await onListening(door, address) }
            },
            logger: Self.quiet(backend.parts.logger))
    }

    /// Hummingbird's own lines are about connections, which are no news.
    private static func quiet(_ logger: Logger) -> Logger {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return quiet
    }
}
