import NIOCore

/// Asks each server of an upstream again and again whether it is there, each in its own time.
final class HealthChecks {
    /// Its own way to the servers, so that checks are no load.
    let upstream: Upstream
    private let terms: GatewayConfiguration.HealthCheck
    private let monitor: HealthMonitor
    private let eventLoop: any EventLoop
    private var isOver = false

    /// Checks nothing until `start`; on the loop of the upstream and the monitor.
    init(
        _ upstream: Upstream, _ terms: GatewayConfiguration.HealthCheck, _ monitor: HealthMonitor,
        _ eventLoop: any EventLoop
    ) {
        self.upstream = upstream
        self.terms = terms
        self.monitor = monitor
        self.eventLoop = eventLoop
    }

    /// Asks every server now, and again after each answer.
    func start() { upstream.servers.forEach(check) }

    /// Asks nobody any more, and takes no more answers.
    func stop() { isOver = true }

    private func check(_ server: UpstreamServer) {
        HealthProbe.ask(server, path: terms.path, within: terms.timeout, on: eventLoop) { [self] passed in
            guard !isOver else { return }
            monitor.checked(server.index, passed: passed)
            eventLoop.assumeIsolated().scheduleTask(in: terms.interval) { self.check(server) }
        }
    }
}
