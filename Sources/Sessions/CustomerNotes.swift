import Domain

/// Which customers are noted with their partner in Redis, as this loop knows it: a note is written for longer than the
/// session needs, so that the sign-ins of the next ten minutes need none.
struct CustomerNotes {
    private struct Owner: Hashable {
        let partner: VendorID
        let customer: CustomerID
    }

    private static let slack: Int64 = 600
    private static let capacity = 65_536

    private var ends: [Owner: UnixTime] = [:]
    private var connection = 0

    /// Until when a note that is written now shall last.
    static func end(for session: Session) -> UnixTime { session.absoluteExpiresAt + slack }

    /// Whether a note that lasts as long as the session was answered over this very connection: a later one may lead to a
    /// Redis that has forgotten.
    func cover(_ session: Session, over connection: Int) -> Bool {
        guard connection == self.connection, let end = ends[Self.owner(of: session)] else { return false }
        return session.absoluteExpiresAt <= end
    }

    /// Keeps that Redis answered for a note sent when `connection` was the latest.
    mutating func add(_ session: Session, until end: UnixTime, over connection: Int) {
        guard connection >= self.connection else { return }
        if connection > self.connection || ends.count >= Self.capacity { ends.removeAll(keepingCapacity: true) }
        self.connection = connection
        ends[Self.owner(of: session)] = end
    }

    private static func owner(of session: Session) -> Owner {
        Owner(partner: session.partner, customer: session.customer)
    }
}
