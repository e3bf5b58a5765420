import NIOCore

/// Whether a server is to get requests, judged by how those before fared and by health checks.
struct ServerHealth {
    /// How long the first ejection lasts; each that follows lasts twice as long as the last.
    static let firstEjection = TimeAmount.seconds(1)
    /// The longest ejection. After as long without one the next is a first again.
    static let longestEjection = TimeAmount.seconds(60)
    /// Failed checks in a row that take a server out.
    static let fall = 3
    /// Passed checks in a row that bring it back.
    static let rise = 2

    /// Why a server gets no requests; the raw value says so in the log.
    enum Outage: String {
        /// They failed.
        case requests = "failed_requests"
        /// Health checks failed.
        case checks = "failed_checks"
    }

    private var ejection = TimeAmount.zero
    private var ejectedUntil = NIODeadline.uptimeNanoseconds(0)
    private var isDown = false
    /// Checks in a row that speak against `isDown`.
    private var contrary = 0

    /// Why it is out at this time; nil while it is in.
    func outage(at now: NIODeadline) -> Outage? {
        if isDown { return .checks }
        return now < ejectedUntil ? .requests : nil
    }

    /// Requests failed in a row. Those that do while it is ejected say nothing new.
    mutating func requestsFailed(at now: NIODeadline) {
        guard now >= ejectedUntil else { return }
        let isFirst = ejection == .zero || now >= ejectedUntil + Self.longestEjection
        ejection = isFirst ? Self.firstEjection : min(ejection * 2, Self.longestEjection)
        ejectedUntil = now + ejection
    }

    /// A request was answered after failures.
    mutating func answered() {
        ejection = .zero
        ejectedUntil = .uptimeNanoseconds(0)
    }

    /// A health check has ended. One that brings the server back forgets how requests fared before.
    mutating func checked(passed: Bool) {
        guard passed == isDown else {
            contrary = 0
            return
        }
        contrary += 1
        guard contrary == (isDown ? Self.rise : Self.fall) else { return }
        contrary = 0
        isDown.toggle()
        if !isDown { answered() }
    }
}
