import Domain
import NIOCore
import Sessions

/// What stays open under a session longer than a request, and must not outlive it.
protocol SessionBound: AnyObject {
    /// The session has ended, or belongs to nobody any more.
    func sessionEnded()
}

/// Reads the session of one open stream again from time to time, and whenever it may have ended.
final class SessionWatch {
    private let loop: GatewayLoop
    private weak var subject: (any SessionBound)?
    private var place: SessionPlace
    private(set) var session: Session
    private var lastSeen: UnixTime
    private var nextReading = NIODeadline.distantFuture
    private var isReading = false
    private var isNewsOfLate = false
    private var isOver = false

    /// Watches from here on, until `stop`.
    init(_ admitted: AdmittedSession, _ loop: GatewayLoop, for subject: any SessionBound) {
        self.loop = loop
        self.subject = subject
        place = SessionPlace(admitted.cookie)
        session = admitted.session
        lastSeen = admitted.session.lastSeenAt
        loop.watches.add(self)
        wait()
    }

    /// The stream is over.
    func stop() {
        isOver = true
        loop.watches.remove(self)
    }

    /// Notes activity, as seldom as the limits let; a failure is noted by nobody, the next message tries again.
    func noteActivity() {
        let now = loop.now
        guard now >= lastSeen + loop.sessions.limits.touchInterval else { return }
        lastSeen = now
        _ = loop.sessions.touch(place, at: now)
    }

    func readIfDue(at now: NIODeadline) {
        if now >= nextReading { read() }
    }

    /// Reads now. A reading that is on its way may be older than the news, so another follows it.
    func read() {
        guard !isOver else { return }
        guard subject != nil else { return stop() }
        guard !isReading else {
            isNewsOfLate = true
            return
        }
        isReading = true
        nextReading = .distantFuture
        loop.sessions.follow(place, at: loop.now) { [self] in take($0) }
    }

    private func take(_ result: Result<PlacedSession?, SessionStoreError>) {
        isReading = false
        guard !isOver else { return }
        switch result {
        case .success(let found?) where isKnown(found.session):
            place = found.place
            session = found.session
            lastSeen = max(lastSeen, session.lastSeenAt)
        case .success: return end()
        // Nobody is signed out because the store does not answer; what is known without it holds.
        case .failure: if loop.now >= session.absoluteExpiresAt || !isKnown(session) { return end() }
        }
        wait()
        if isNewsOfLate {
            isNewsOfLate = false
            read()
        }
    }

    private func isKnown(_ session: Session) -> Bool {
        Visitor(
            of: session.partner, customer: session.customer, member: session.member, manager: session.manager,
            view: loop.view) != nil
    }

    private func wait() { nextReading = .now() + loop.configuration.timeouts.sessionReading }

    private func end() {
        stop()
        subject?.sessionEnded()
    }
}

/// The watches of one loop.
final class WatchRegister {
    private var watches: [ObjectIdentifier: SessionWatch] = [:]

    func add(_ watch: SessionWatch) { watches[ObjectIdentifier(watch)] = watch }
    func remove(_ watch: SessionWatch) { watches[ObjectIdentifier(watch)] = nil }
    /// A copy is walked, because a watch may end while it is visited.
    func forEach(_ body: (SessionWatch) -> Void) { Array(watches.values).forEach(body) }
}
