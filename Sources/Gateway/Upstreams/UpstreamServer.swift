import NIOCore

/// One of the addresses of an upstream, as one loop reaches it.
final class UpstreamServer {
    /// Its place among the upstream's addresses.
    let index: Int
    let pool: UpstreamPool
    let surroundings: OutboundHead.Surroundings
    /// Who judges it for all loops; nil where there is no other server to turn to.
    var monitor: NIOLoopBound<HealthMonitor>?
    /// Whether it gets requests only when no other is left.
    private(set) var isOut = false
    private var failures = FailureStreak()

    init(_ index: Int, pool: UpstreamPool, surroundings: OutboundHead.Surroundings) {
        self.index = index
        self.pool = pool
        self.surroundings = surroundings
    }

    /// It took no connection, or hung up on a new one without an answer, or let the time for that pass.
    func failed() {
        guard let monitor, failures.fail() else { return }
        monitor.eventLoop.execute { [index] in monitor.value.requestsFailed(index) }
    }

    /// It has answered, whatever it says.
    func answered() {
        guard let monitor, failures.end() else { return }
        monitor.eventLoop.execute { [index] in monitor.value.answered(index) }
    }

    /// Takes the monitor's word. Connections that a lost server leaves behind may be dead without having ended.
    func setOut(_ isOut: Bool) {
        self.isOut = isOut
        if isOut { pool.closeAll() }
    }
}
