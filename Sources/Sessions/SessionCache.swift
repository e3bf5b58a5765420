import Domain
import NIOCore
import RedisClient

/// The live sessions as one loop knows them: a bounded cache in front of the store, good only while Redis can tell of what
/// ends elsewhere.
///
/// Redis tells by a channel of our own, on which the scripts publish the public id of each session that ended or moved. A
/// line that is dead raises no error, and two connections have no order; hence the rules. What is cached is served only
/// while a sign of life that was asked for within the last 300 ms has come. What is read enters only if the line stood
/// before it was asked for, and has told nothing of that session since. When a line is made anew the cache is emptied.
///
/// `CLIENT TRACKING` would tell of every write, each touch among them, so that every node would read every session once a
/// minute, and Redis would keep a table of who has read what; this tells of ends alone and keeps nothing. What somebody
/// deletes from Redis by hand is not told; it is noticed at the next touch.
public final class SessionCache {
    /// What whoever holds something open under a session has to look at again.
    public enum News: Sendable {
        /// The session of this public id has ended, or has moved.
        case changed(id: String)
        /// Any session may have, because for a while nobody could tell.
        case anything
    }

    /// The store behind.
    public let store: SessionStore

    private static let lease = TimeAmount.milliseconds(300)
    private static let interval = TimeAmount.milliseconds(100)

    private let tell: (News) -> Void
    private var entries: LeastRecentlyUsed<SessionCookie, CachedSession>
    private var cookies: [String: Set<SessionCookie>] = [:]
    private var news = RecentNews()
    private var reads = SessionReads()
    private var line: RedisSubscription?
    /// How many lines there were; nil while there is none.
    private var standing: Int?
    private var lines = 0
    private var currentAsOf: NIODeadline?

    /// A cache of at most `capacity` sessions on the store's loop; it trusts nothing until `open`.
    public init(store: SessionStore, capacity: Int = 65_536, tell: @escaping (News) -> Void) {
        self.store = store
        self.tell = tell
        entries = LeastRecentlyUsed(capacity: capacity)
    }

    /// Has Redis tell of what ends, until `close`.
    public func open() {
        line = store.redis.subscription(to: SessionScripts.channel, interval: Self.interval) { [self] in
            heard($0)
        }
        line?.open()
    }

    /// Ends the line, and the store's connection.
    public func close() {
        line?.close()
        standing = nil
        store.close()
    }

    /// How many sessions are cached.
    var count: Int { entries.count }

    /// The live session that the cookie names, or nil: at once if it is known here, else as soon as the store answers.
    public func session(
        _ cookie: SessionCookie, at now: UnixTime,
        then completion: @escaping (Result<CachedSession?, SessionStoreError>) -> Void
    ) {
        let known = entries.use(cookie)
        if let known, mayServe(known, at: now) { return completion(.success(known)) }
        read(cookie, known, SessionReads.Askers(now: now, completions: [completion]))
    }

    /// Writes activity at `now` if it is time; a failure is noted by nobody, a later request tries again.
    public func touch(_ cached: CachedSession, at now: UnixTime) {
        guard cached.takesTouch(at: now) else { return }
        store.touch(cached.place, at: now).assumeIsolated().whenSuccess { [self] seen in
            if let seen { cached.wasSeen(at: seen, store.limits) } else { drop(cached.session.id) }
        }
    }

    /// Calls back when everything that ended before this moment is known here, or nothing cached is served any more.
    public func catchUp(_ completion: @escaping () -> Void) {
        guard let line, isTrusted else { return completion() }
        var isOver = false
        let lapse = store.redis.eventLoop.assumeIsolated().scheduleTask(in: Self.lease) { [self] in
            isOver = true
            currentAsOf = nil
            completion()
        }
        line.confirm { _ in
            guard !isOver else { return }
            lapse.cancel()
            completion()
        }
    }

    private var isTrusted: Bool {
        guard standing != nil, let currentAsOf else { return false }
        return NIODeadline.now() - currentAsOf <= Self.lease
    }

    private func mayServe(_ known: CachedSession, at now: UnixTime) -> Bool {
        isTrusted && known.isGood(at: now, store.limits)
    }

    private func read(_ cookie: SessionCookie, _ known: CachedSession?, _ askers: SessionReads.Askers) {
        guard reads.begin(cookie, askers) else { return }
        let (asked, heard) = (standing, news.count)
        store.load(cookie, at: askers.now) { [self] result in
            let found = result.map { placed -> CachedSession? in
                guard let placed else {
                    if let known { drop(known.session.id) }
                    return nil
                }
                let cached = CachedSession(placed, of: cookie, store.limits)
                cached.companion = known?.session.isSame(as: placed.session) == true ? known?.companion : nil
                if let asked, asked == standing, !news.mayConcern(placed.session.id, since: heard) { keep(cached) }
                return cached
            }
            let later = reads.end(cookie)
            askers.tell(found)
            if let later { answer(later, cookie, after: found) }
        }
    }

    /// Answers who asked during a read that has found this: a store that fails, or what is cached now, will do for them.
    private func answer(
        _ later: SessionReads.Askers, _ cookie: SessionCookie, after found: Result<CachedSession?, SessionStoreError>
    ) {
        if case .failure = found { return later.tell(found) }
        let known = entries.use(cookie)
        if let known, mayServe(known, at: later.now) { return later.tell(.success(known)) }
        read(cookie, known, later)
    }

    private func keep(_ cached: CachedSession) {
        if let gone = entries.put(cached, for: cached.cookie) { forget(gone) }
        cookies[cached.session.id, default: []].insert(cached.cookie)
    }

    private func forget(_ gone: CachedSession) {
        cookies[gone.session.id]?.remove(gone.cookie)
        if cookies[gone.session.id]?.isEmpty == true { cookies[gone.session.id] = nil }
    }

    private func drop(_ id: String) {
        for cookie in cookies.removeValue(forKey: id) ?? [] { _ = entries.remove(cookie) }
    }

    private func heard(_ event: RedisSubscription.Event) {
        switch event {
        case .opened:
            lines += 1
            standing = lines
            entries.removeAll()
            cookies = [:]
            tell(.anything)
        case .published(let text):
            let id = String(buffer: text)
            news.add(id)
            drop(id)
            tell(.changed(id: id))
        case .current(let moment): currentAsOf = moment
        case .lost:
            standing = nil
            currentAsOf = nil
            store.checkConnections()
        }
    }
}
