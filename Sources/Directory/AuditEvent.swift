import Domain

/// One event of the audit trail.
public struct AuditEvent: Hashable, Sendable {
    /// Its number: later events have greater ones.
    public let id: Int64
    /// When it happened.
    public let at: UnixTime
    /// Who did it, and from where.
    public let author: Author
    /// What was done, as `customer.update`.
    public let action: String
    /// What it was done to.
    public let target: AuditTarget
    /// What changed, as it was: a JSON object; nil for a creation, and after a deletion.
    public let before: String?
    /// What changed, as it is: a JSON object; nil for a deletion, and after one.
    public let after: String?
}

/// Which events are asked for.
public struct AuditQuery: Hashable, Sendable {
    /// The partner's events; nil: everybody's.
    public var vendorID: VendorID?
    /// Those of a customer and what belongs to it.
    public var customer: CustomerID?
    /// Those of one action, as `customer.update`.
    public var action: String?
    /// Those of one kind of author.
    public var author: Author.Kind?
    /// From this moment on.
    public var from: UnixTime?
    /// Before this moment.
    public var to: UnixTime?
    /// Events older than the one of this number: the last page's `next`.
    public var before: Int64?
    /// At most so many.
    public var limit: Int

    /// Asks for the newest events.
    public init(
        vendorID: VendorID? = nil, customer: CustomerID? = nil, action: String? = nil, author: Author.Kind? = nil,
        from: UnixTime? = nil, to: UnixTime? = nil, before: Int64? = nil, limit: Int = 100
    ) {
        self.vendorID = vendorID
        self.customer = customer
        self.action = action
        self.author = author
        self.from = from
        self.to = to
        self.before = before
        self.limit = limit
    }
}
