import Domain
import NIOCore
import Sessions

/// What stays open under a session longer than a request, and must not outlive it.
protocol SessionBound: AnyObject {
    /// The session has ended, or belongs to nobody any more.
    func sessionEnded()
}

/// Reads the session of one open stream whenever it may have ended: as the stream opens, since its request may have waited
/// for long; at news of it; and when its time is up as far as is known here.
final class SessionWatch {
    private let loop: GatewayLoop
    private weak var subject: (any SessionBound)?
    private var place: SessionPlace
    private(set) var session: Session
    private var lastSeen: UnixTime
    private var nextReading: UnixTime
    private var isReading = false
    private var isNewsOfLate = false
    private var isOver = false

    /// Watches from here on, until `stop`.
    init(_ admitted: AdmittedSession, _ loop: GatewayLoop, for subject: any SessionBound) {
        self.loop = loop
        self.subject = subject
        place = admitted.live.place
        session = admitted.session
        lastSeen = session.lastSeenAt
        nextReading = session.idleExpiresAt(loop.sessions.limits)
        loop.watches.add(self)
        read()
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
        loop.sessions.touch(place, at: now).assumeIsolated().whenSuccess { [self] seen in
            if seen == nil { read() }
        }
    }

    func readIfDue(at now: UnixTime) {
        if now >= nextReading, !isReading { read() }
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
        loop.sessions.follow(place, at: loop.now) { [self] in take($0) }
    }

    /// Ends what is open under a session of somebody who is not in the directory any more.
    func endIfUnknown(to view: DirectoryView) {
        if !isKnown(session, to: view) { end() }
    }

    private func take(_ result: Result<PlacedSession?, SessionStoreError>) {
        isReading = false
        guard !isOver else { return }
        switch result {
        case .success(let found?) where isKnown(found.session, to: loop.view):
            place = found.place
            session = found.session
            lastSeen = max(lastSeen, session.lastSeenAt)
            nextReading = session.idleExpiresAt(loop.sessions.limits)
        case .success: return end()
        // Nobody is signed out because the store does not answer; what is known without it holds.
        case .failure:
            if loop.now >= session.absoluteExpiresAt || !isKnown(session, to: loop.view) { return end() }
            nextReading = loop.now + 1
        }
        if isNewsOfLate {
            isNewsOfLate = false
            read()
        }
    }

    private func isKnown(_ session: Session, to view: DirectoryView) -> Bool {
        Visitor(
            of: session.partner, customer: session.customer, member: session.member, manager: session.manager,
            view: view) != nil
    }

    private func end() {
        guard !isOver else { return }
        stop()
        subject?.sessionEnded()
    }
}

/// The watches of one loop.
final class WatchRegister {
    private var watches: [String: [ObjectIdentifier: SessionWatch]] = [:]
    private var view: Int?

    func add(_ watch: SessionWatch) { watches[watch.session.id, default: [:]][ObjectIdentifier(watch)] = watch }

    func remove(_ watch: SessionWatch) {
        let id = watch.session.id
        watches[id]?[ObjectIdentifier(watch)] = nil
        if watches[id]?.isEmpty == true { watches[id] = nil }
    }

    /// Has those read that the news may be about.
    func heard(_ news: SessionCache.News) {
        switch news {
        case .changed(let id): watches[id].map { Array($0.values) }?.forEach { $0.read() }
        case .anything: forEach { $0.read() }
        }
    }

    /// Looks after what time and the directory end.
    func sweep(at now: UnixTime, in shown: ShownView) {
        forEach { $0.readIfDue(at: now) }
        guard shown.number != view else { return }
        view = shown.number
        forEach { $0.endIfUnknown(to: shown.view) }
    }

    /// A copy is walked, because a watch may end while it is visited.
    private func forEach(_ body: (SessionWatch) -> Void) { watches.values.flatMap(\.values).forEach(body) }
}
