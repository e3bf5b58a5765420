import NIOCore

extension GatewayLoop {
    /// Makes this loop judge the application's servers for all. One that stands alone is not judged: nobody could take its
    /// place.
    func judgeServers() {
        guard application.servers.count > 1 else { return }
        let names = application.servers.map { $0.pool.address.description }
        let monitor = HealthMonitor(names, logger: logger) { [peers] server, isOut in
            for peer in peers { peer.eventLoop.execute { peer.value.application.servers[server].setOut(isOut) } }
        }
        self.monitor = monitor
        let judge = NIOLoopBound(monitor, eventLoop: eventLoop)
        for peer in peers { peer.eventLoop.execute { peer.value.application.judge(by: judge) } }
        guard let terms = configuration.healthCheck else { return }
        checks = HealthChecks(Upstream.application(of: configuration, eventLoop), terms, monitor, eventLoop)
        checks?.start()
    }

    /// Trusts the application's servers by these authorities, on new connections.
    func trust(_ trust: UpstreamTrust) {
        application.trust(trust)
        checks?.upstream.trust(trust)
    }

    /// Judges nothing any more.
    func endJudging() {
        checks?.stop()
        checks = nil
        monitor = nil
        application.judge(by: nil)
    }
}
