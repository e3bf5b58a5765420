import Domain

@testable import Sessions

/// What section 5 of the product says of sessions, as plain rules: no cache, no store, nothing that can be late.
struct SessionModel {
    /// Who signs in, and where.
    struct Identity: Hashable, Sendable {
        let partner: String
        let customer: Int64
        let member: Int64?
        let origin: String?
    }

    /// What a sign-in has to come to.
    enum Outcome: Equatable {
        case created(ended: [String])
        case renewed(id: String)
    }

    private struct Life {
        let id: String
        let identity: Identity
        var lastSeen: UnixTime
        var absoluteEnd: UnixTime
        var hasEnded = false
        /// Each value that leads here, and when it stops doing so; the latest does not.
        var cookies: [SessionCookie: UnixTime] = [:]
        var latest: SessionCookie
    }

    private static let grace: Int64 = 10

    private let limits: SessionLimits
    private var lives: [Life] = []

    init(_ limits: SessionLimits) { self.limits = limits }

    /// The public id of the session that the cookie has to be served.
    func served(_ cookie: SessionCookie, at now: UnixTime) -> String? {
        position(of: cookie, at: now).map { lives[$0].id }
    }

    /// What a sign-in at `now` has to come to.
    func outcome(of identity: Identity, presented: SessionCookie?, at now: UnixTime) -> Outcome {
        guard let old = presented.flatMap({ position(of: $0, at: now) }) else { return .created(ended: []) }
        let id = lives[old].id
        return lives[old].identity == identity ? .renewed(id: id) : .created(ended: [id])
    }

    /// A sign-in was answered.
    mutating func signedIn(
        _ identity: Identity, as id: String, _ cookie: SessionCookie, presented: SessionCookie?, at now: UnixTime
    ) {
        var life = Life(
            id: id, identity: identity, lastSeen: now, absoluteEnd: now + limits.absolute, latest: cookie)
        if let old = presented.flatMap({ position(of: $0, at: now) }) {
            if lives[old].identity == identity {
                life.cookies = lives[old].cookies
                life.cookies[lives[old].latest] = now + Self.grace
            }
            lives[old].hasEnded = true
        }
        lives.append(life)
    }

    /// A request was served.
    mutating func used(_ cookie: SessionCookie, at now: UnixTime) {
        guard let life = position(of: cookie, at: now), now >= lives[life].lastSeen + limits.touchInterval else {
            return
        }
        lives[life].lastSeen = now
    }

    /// Whose sessions live.
    func living(at now: UnixTime) -> [(id: String, identity: Identity)] {
        lives.filter { isLive($0, at: now) }.map { ($0.id, $0.identity) }
    }

    /// Those sessions were ended.
    mutating func ended(_ ids: Set<String>) {
        for life in lives.indices where ids.contains(lives[life].id) { lives[life].hasEnded = true }
    }

    private func position(of cookie: SessionCookie, at now: UnixTime) -> Int? {
        lives.firstIndex { life in
            let leads = life.latest == cookie || life.cookies[cookie].map { now < $0 } ?? false
            return leads && isLive(life, at: now)
        }
    }

    private func isLive(_ life: Life, at now: UnixTime) -> Bool {
        !life.hasEnded && now < life.lastSeen + limits.idle && now < life.absoluteEnd
    }
}
