import Domain

/// A session as one loop knows it, shared by all who look at it there.
public final class CachedSession {
    /// The session, as it was last read or touched.
    public private(set) var session: Session
    /// Where its record stands.
    public let place: SessionPlace
    /// What its user made of it, kept beside it for the next request.
    public var companion: AnyObject?

    /// The cookie that leads here.
    let cookie: SessionCookie
    /// When it stops doing so; nil: when the session ends.
    let cookieExpiresAt: UnixTime?
    private var nextTouch: UnixTime

    init(_ placed: PlacedSession, of cookie: SessionCookie, _ limits: SessionLimits) {
        self.cookie = cookie
        session = placed.session
        place = placed.place
        cookieExpiresAt = placed.cookieExpiresAt
        nextTouch = session.lastSeenAt + limits.touchInterval
    }

    /// Whether the cookie and the session are good at `now`, by what is known here.
    func isGood(at now: UnixTime, _ limits: SessionLimits) -> Bool {
        if let cookieExpiresAt, now >= cookieExpiresAt { return false }
        return session.isLive(at: now, limits: limits)
    }

    /// Whether activity at `now` is to be written; true once for each time it is due, and again a second after a failure.
    func takesTouch(at now: UnixTime) -> Bool {
        guard now >= nextTouch else { return false }
        nextTouch = now + 1
        return true
    }

    /// Activity was written, here or by another node.
    func wasSeen(at moment: UnixTime, _ limits: SessionLimits) {
        guard moment > session.lastSeenAt else { return }
        session.lastSeenAt = moment
        nextTouch = moment + limits.touchInterval
    }
}
