import Domain

/// Which customers to list, in which order, and which page of them.
public struct CustomerQuery: Hashable, Sendable {
    /// What the list is ordered by; among equals, by the customers' numbers.
    public enum Sort: String, Hashable, Sendable, CaseIterable {
        /// The name, `a`–`z` like `A`–`Z`.
        case name
        /// When the customer was created.
        case joined
        /// Tasks of this month; those of former months come below, as if they had none.
        case tasks
        /// Authenticated connections.
        case connections
    }

    /// Only this partner's customers; nil: every partner's.
    public var vendorID: VendorID?
    /// Only those whose name or external id has this text in it, or begins with it when it is of less than three
    /// characters, in any case.
    public var search: String?
    /// Only those on this plan.
    public var plan: PlanID?
    /// Only those of this status.
    public var status: Customer.Status?
    /// Only those with an authenticated connection to this app.
    public var app: String?
    /// Only those created then or later.
    public var joinedFrom: UnixTime?
    /// Only those created before.
    public var joinedTo: UnixTime?
    /// What the list is ordered by.
    public var sort: Sort
    /// Whether the whole order is reversed.
    public var isDescending: Bool
    /// Which page.
    public var page: Page

    /// Every customer, by name, unless told otherwise.
    public init(
        vendorID: VendorID? = nil, search: String? = nil, plan: PlanID? = nil, status: Customer.Status? = nil,
        app: String? = nil, joinedFrom: UnixTime? = nil, joinedTo: UnixTime? = nil, sort: Sort = .name,
        isDescending: Bool = false, page: Page = .first
    ) {
        self.vendorID = vendorID
        self.search = search
        self.plan = plan
        self.status = status
        self.app = app
        self.joinedFrom = joinedFrom
        self.joinedTo = joinedTo
        self.sort = sort
        self.isDescending = isDescending
        self.page = page
    }
}
