import Domain
import Logging
import Management
import NIOCore
import ServiceLifecycle
import Synchronization

/// Keeps the management API on its doors until the order to stop, and says where it listens.
final class ManagementService: Service {
    private let server: ManagementServer
    private let admin: Settings.Admin
    private let drainTime: Duration
    private let isListening: Listening

    /// An API that listens nowhere yet: for everybody at `admin.listen`, for the gateway at a door of its own. Requests
    /// that run at the end may take `drainTime` more.
    init(_ parts: ManagementParts, admin: Settings.Admin, gateway: Door, drainTime: Duration) {
        let isListening = Listening()
        self.admin = admin
        self.drainTime = drainTime
        self.isListening = isListening
        server = ManagementServer(
            parts: parts, doors: [.admin(admin.listen), gateway]
        ) { door, address in
            switch door {
            case .admin(let listen):
                let endpoint = Endpoint(host: listen.host, port: address.port.map { UInt16($0) } ?? listen.port)
                parts.logger.notice(
                    "serving management", metadata: ["listen": "\(endpoint)", "public_url": "\(admin.publicURL)"])
                isListening.note()
            case .gateway(let path, let servesAPI):
                parts.logger.notice("serving the gateway", metadata: ["socket": "\(path)", "api": "\(servesAPI)"])
            }
        }
    }

    func run() async throws {
        do { try await runWithinDrainTime() } catch {
            if isListening.isNoted { throw error }
            throw ListenFailure(setting: "admin.listen", place: "\(admin.listen)", reason: "\(error)")
        }
    }

    /// A client that never ends its request must not keep the process.
    private func runWithinDrainTime() async throws {
        try await withThrowingTaskGroup(of: Void.self) { [server, drainTime] group in
            defer { group.cancelAll() }
            group.addTask { try await server.run() }
            group.addTask {
                try? await gracefulShutdown()  // a cancelled wait ends the server just the same
                try await Task.sleep(for: drainTime)
            }
            try await group.next()
        }
    }

    /// Whether the admin listener came up.
    private final class Listening: Sendable {
        private let state = Mutex(false)

        var isNoted: Bool { state.withLock { $0 } }

        func note() { state.withLock { $0 = true } }
    }
}
