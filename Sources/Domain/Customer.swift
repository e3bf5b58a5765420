/// A partner's customer and its workspace, as the data plane knows it.
public struct Customer: Hashable, Sendable {
    /// How a customer's own origins meet the partner's.
    public enum OriginMode: String, Hashable, Sendable, CaseIterable {
        /// The customer's entries first, then the partner's.
        case append
        /// The customer's entries alone, where it has any.
        case replace
    }

    /// Where a customer's subscription stands. None of these stops a sign-in.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        /// On its plan.
        case active
        /// Trying for a while, within the limits of a trial.
        case inTrial = "in_trial"
        /// Back on the free plan, after a trial or a downgrade.
        case expiredSubscription = "expired_subscription"
    }

    /// The number in the console's URL.
    public let id: CustomerID
    /// The partner it belongs to.
    public let vendorID: VendorID
    /// The partner's name for it, unique within the partner.
    public var externalID: ExternalID?
    /// The name people read.
    public var name: String
    /// Its own origins, often none.
    public var origins: OriginList
    /// Origins that may frame the partner's page, appended to `frame-ancestors`.
    public var outerAncestors: OriginList
    /// How its own meet the partner's.
    public var originMode: OriginMode
    /// Where its subscription stands.
    public var status: Status

    /// Gathers what the data plane knows of a customer.
    public init(
        id: CustomerID, vendorID: VendorID, externalID: ExternalID?, name: String, origins: OriginList,
        originMode: OriginMode = .append, outerAncestors: OriginList = .empty, status: Status = .active
    ) {
        self.id = id
        self.vendorID = vendorID
        self.externalID = externalID
        self.name = name
        self.origins = origins
        self.originMode = originMode
        self.outerAncestors = outerAncestors
        self.status = status
    }
}

/// A collaborator in a customer's workspace.
public struct Member: Hashable, Sendable {
    /// What a member may do.
    public enum Role: String, Hashable, Sendable, CaseIterable {
        /// Everything.
        case admin
        /// Reads and analyses.
        case analyst
        /// Runs, and changes nothing.
        case `operator`

        /// Reads the role's name in any case; nil for any other word.
        public init?(anyCase text: some StringProtocol) { self.init(rawValue: text.lowercased()) }
        /// The name with a capital, as the management API gives it.
        public var displayName: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
    }

    /// The directory's number for it.
    public let id: MemberID
    /// The customer it belongs to.
    public let customerID: CustomerID
    /// The partner's name for it, unique within the customer.
    public var externalID: ExternalID?
    /// The name people read.
    public var name: String
    /// Where to write to.
    public var email: String
    /// What it may do.
    public var role: Role

    /// Gathers what the data plane knows of a member.
    public init(id: MemberID, customerID: CustomerID, externalID: ExternalID?, name: String, email: String, role: Role)
    {
        self.id = id
        self.customerID = customerID
        self.externalID = externalID
        self.name = name
        self.email = email
        self.role = role
    }
}
