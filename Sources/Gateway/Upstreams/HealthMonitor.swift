import Logging
import NIOCore

/// Judges an upstream's servers for all loops, on the loop it belongs to, and tells each when its word changes.
final class HealthMonitor {
    private let names: [String]
    private let logger: Logger
    /// Tells every loop whether a server is out.
    private let show: (_ server: Int, _ isOut: Bool) -> Void
    private var health: [ServerHealth]
    private var isOut: [Bool]

    init(_ names: [String], logger: Logger, show: @escaping (_ server: Int, _ isOut: Bool) -> Void) {
        self.names = names
        self.logger = logger
        self.show = show
        health = names.map { _ in ServerHealth() }
        isOut = names.map { _ in false }
    }

    /// Requests failed in a row on some loop.
    func requestsFailed(_ server: Int) {
        health[server].requestsFailed(at: .now())
        settle(server, at: .now())
    }

    /// A request was answered after such failures.
    func answered(_ server: Int) {
        health[server].answered()
        settle(server, at: .now())
    }

    /// A health check has ended.
    func checked(_ server: Int, passed: Bool) {
        health[server].checked(passed: passed)
        settle(server, at: .now())
    }

    /// Brings back whose time is over.
    func settle(at now: NIODeadline) {
        for server in health.indices { settle(server, at: now) }
    }

    private func settle(_ server: Int, at now: NIODeadline) {
        let outage = health[server].outage(at: now)
        guard isOut[server] != (outage != nil) else { return }
        isOut[server].toggle()
        show(server, isOut[server])
        if let outage {
            logger.warning(
                "upstream ejected", metadata: ["server": "\(names[server])", "reason": "\(outage.rawValue)"])
            GatewayMetrics.ejected(names[server], outage)
        } else {
            logger.notice("upstream returned", metadata: ["server": "\(names[server])"])
            GatewayMetrics.returned(names[server])
        }
    }
}
