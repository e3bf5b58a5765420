import NIOCore

/// One request's way to a server: which to turn to, over which connection, and what is left when that comes to nothing.
struct ServerSearch {
    /// What to do next.
    enum Step {
        /// Send the request on a connection of the pool.
        case send(UpstreamConnection)
        /// Connect, within this time.
        case connect(UpstreamServer, TimeAmount)
        /// Nothing is left to try.
        case giveUp(UpstreamFailure)
    }

    /// The one turned to.
    private(set) var server: UpstreamServer
    private let upstream: Upstream
    private var attempts = ConnectAttempts()
    private var isPooled = false
    private var hasRetried = false

    /// Turns to the server that is best placed to answer.
    init(_ upstream: Upstream) {
        self.upstream = upstream
        server = upstream.choose()
    }

    /// How to reach it. The clock is looked at only to connect.
    mutating func reach(at now: @autoclosure () -> NIODeadline) -> Step {
        guard let connection = server.pool.takeIdle() else { return connect(at: now()) }
        isPooled = true
        return .send(connection)
    }

    /// It took no connection. Nothing was sent, so that another may have the whole request, if time is left for it.
    mutating func next(after failure: UpstreamFailure, at now: NIODeadline) -> Step {
        guard attempts.mayGoOn(at: now), let next = upstream.choose(except: attempts.tried) else {
            return .giveUp(failure)
        }
        server = next
        return reach(at: now)
    }

    /// The connection ended before a byte of the answer came. One of the pool may have been about to end when the request
    /// was sent: once, that is tried again anew, if the request may be repeated (RFC 9110 9.2.2).
    mutating func retry(after failure: UpstreamFailure, isRepeatable: Bool, at now: NIODeadline) -> Step {
        guard isPooled else {
            server.failed()
            return .giveUp(failure)
        }
        guard isRepeatable, !hasRetried else { return .giveUp(failure) }
        hasRetried = true
        return connect(at: now)
    }

    private mutating func connect(at now: NIODeadline) -> Step {
        isPooled = false
        let time = attempts.begin(
            server.index, of: upstream.servers.count, budget: upstream.connectBudget, at: now)
        return .connect(server, time)
    }
}
