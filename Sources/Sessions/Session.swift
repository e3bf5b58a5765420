import Domain

/// What a session is used for; each has a cookie of its own.
public enum SessionContext: String, Hashable, Sendable, CaseIterable {
    /// In a partner's frame.
    case embedded
    /// In a tab of its own.
    case direct
}

/// One sign-in that lives, as its record says.
public struct Session: Hashable, Sendable {
    /// The public id: names the session in lists and logs, opens nothing.
    public let id: String
    /// Whose token signed in.
    public let partner: VendorID
    /// The customer entered.
    public let customer: CustomerID
    /// The member who entered; nil for the owner's link and for a manager.
    public let member: MemberID?
    /// The customer manager who entered from the console; nil for everybody else.
    public let manager: TeamUserID?
    /// The token's or the ticket's `name`.
    public let name: String?
    /// The token's or the ticket's `email`.
    public let email: String?
    /// The pinned origin, serialised; nil for direct use.
    public let origin: String?
    /// What it is used for.
    public let context: SessionContext
    /// When it was first made; a renewal keeps it.
    public let createdAt: UnixTime
    /// The last activity that was written.
    public internal(set) var lastSeenAt: UnixTime
    /// When it ends, whatever the activity.
    public let absoluteExpiresAt: UnixTime
    /// The `jti` of the token that made or renewed it, or `ticket:` and the ticket's name.
    public let jti: String
    /// The browser's `User-Agent` at sign-in, at most 512 bytes.
    public let userAgent: String?
    /// The client's address at sign-in.
    public let clientAddress: String?

    /// When it ends without further activity.
    public func idleExpiresAt(_ limits: SessionLimits) -> UnixTime { min(lastSeenAt + limits.idle, absoluteExpiresAt) }

    /// Whether it lives at `now`.
    public func isLive(at now: UnixTime, limits: SessionLimits) -> Bool { now < idleExpiresAt(limits) }

    /// Whether the other is the same session, whatever the activity.
    func isSame(as other: Session) -> Bool {
        var seen = self
        seen.lastSeenAt = other.lastSeenAt
        return seen == other
    }
}
