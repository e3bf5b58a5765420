import Domain
import Gateway
import Logging
import ServiceLifecycle

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
