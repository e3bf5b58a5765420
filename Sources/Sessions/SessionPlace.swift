import Domain

/// Where in the store a session stands. A renewal moves it; what was opened under it before is led on.
public struct SessionPlace: Hashable, Sendable {
    /// The customer, whose slot in Redis the record is in.
    public let customer: CustomerID
    let hash: String

    /// Where the cookie's session stands now.
    public init(_ cookie: SessionCookie) { self.init(customer: cookie.customer, hash: cookie.hash) }

    init(customer: CustomerID, hash: String) {
        self.customer = customer
        self.hash = hash
    }
}

/// A session as it was read, and where.
public struct PlacedSession: Hashable, Sendable {
    /// The session.
    public let session: Session
    /// Where it stood.
    public let place: SessionPlace
    /// When the value that led there stops doing so; nil: when the session ends.
    public let cookieExpiresAt: UnixTime?
}
