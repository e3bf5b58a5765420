import Domain

/// A customer as the directory keeps it.
public struct CustomerRecord: Hashable, Sendable {
    /// What the data plane sees of it.
    public var customer: Customer
    /// One more with every change of its own fields; what is counted for it does not raise it.
    public var version: Int64
    /// Where notices about it go.
    public var notificationEmail: String?
    /// Its plan.
    public internal(set) var plan: Plan
    /// When its trial ends; nil outside of one.
    public var trialEndsAt: UnixTime? { subscription.trialEndsAt }
    /// The apps it may connect to; nil: all.
    public var allowedApps: [String]?
    /// What was counted for it.
    public internal(set) var counts: CustomerCounts
    /// When it was created.
    public let createdAt: UnixTime
    /// When its own fields were last changed.
    public var updatedAt: UnixTime

    var subscription: Subscription

    /// Tasks a month: the trial's, or the plan's.
    public var taskLimit: Int64 { subscription.taskLimit(on: plan) }

    /// Throws all that breaks a rule.
    func check() throws(DirectoryError) {
        var checks = FieldChecks()
        try checks.check { () throws(DirectoryError) in try TextRules.checkName(customer.name) }
        if let notificationEmail {
            try checks.check { () throws(DirectoryError) in
                try TextRules.checkEmail(notificationEmail, .notificationEmail)
            }
        }
        for app in allowedApps ?? [] {
            try checks.check { () throws(DirectoryError) in try TextRules.checkApp(app, .allowedApps) }
        }
        try checks.finish()
    }
}

/// What was counted for a customer, kept by the transactions that count.
public struct CustomerCounts: Hashable, Sendable {
    /// Authenticated connections.
    public var connections: Int64 = 0
    /// Running recipes.
    public var activeRecipes: Int64 = 0
    /// The apps of the most authenticated connections, at most five, the most first.
    public var topApps: [String] = []

    var month = CalendarMonth(0)
    var tasks: Int64 = 0

    /// Tasks since the first of the month of `now`, UTC.
    public func tasks(at now: UnixTime) -> Int64 { CalendarMonth(now) == month ? tasks : 0 }
}

/// What a customer is created from.
public struct NewCustomer: Hashable, Sendable {
    /// The partner it belongs to.
    public var vendorID: VendorID
    /// The partner's name for it.
    public var externalID: ExternalID?
    /// The name people read.
    public var name: String
    /// Its own origins.
    public var origins: OriginList
    /// How they meet the partner's.
    public var originMode: Customer.OriginMode
    /// Origins that may frame the partner's page.
    public var outerAncestors: OriginList
    /// Where notices about it go.
    public var notificationEmail: String?
    /// Its plan.
    public var plan: PlanID
    /// Whether it begins with a trial.
    public var inTrial: Bool
    /// The apps it may connect to; nil: all.
    public var allowedApps: [String]?

    /// Gathers what a customer is created from.
    public init(
        vendorID: VendorID, externalID: ExternalID? = nil, name: String, origins: OriginList = .empty,
        originMode: Customer.OriginMode = .append, outerAncestors: OriginList = .empty,
        notificationEmail: String? = nil, plan: PlanID = Plan.freeID, inTrial: Bool = false,
        allowedApps: [String]? = nil
    ) {
        self.vendorID = vendorID
        self.externalID = externalID
        self.name = name
        self.origins = origins
        self.originMode = originMode
        self.outerAncestors = outerAncestors
        self.notificationEmail = notificationEmail
        self.plan = plan
        self.inTrial = inTrial
        self.allowedApps = allowedApps
    }

    /// The customer as it is once it has a number.
    func record(id: CustomerID, on plan: Plan, at now: UnixTime) -> CustomerRecord {
        var subscription = Subscription.starting(on: plan.id)
        subscription.setTrial(inTrial, at: now)
        let customer = Customer(
            id: id, vendorID: vendorID, externalID: externalID, name: name, origins: origins, originMode: originMode,
            outerAncestors: outerAncestors, status: subscription.status)
        return CustomerRecord(
            customer: customer, version: 1, notificationEmail: notificationEmail, plan: plan,
            allowedApps: allowedApps, counts: CustomerCounts(), createdAt: now, updatedAt: now,
            subscription: subscription)
    }
}

/// What an update does to a customer.
public struct CustomerChanges: Sendable {
    /// The partner's name for it; `.set(nil)` takes it away.
    public var externalID: FieldChange<ExternalID?>
    /// The name people read.
    public var name: FieldChange<String>
    /// Its own origins.
    public var origins: FieldChange<OriginList>
    /// How they meet the partner's.
    public var originMode: FieldChange<Customer.OriginMode>
    /// Origins that may frame the partner's page.
    public var outerAncestors: FieldChange<OriginList>
    /// Where notices about it go; `.set(nil)`: nowhere.
    public var notificationEmail: FieldChange<String?>
    /// Its plan; the free one is a downgrade.
    public var plan: FieldChange<PlanID>
    /// Whether it is in a trial; `.set(true)` begins a whole one from now.
    public var inTrial: FieldChange<Bool>
    /// The apps it may connect to; `.set(nil)`: all.
    public var allowedApps: FieldChange<[String]?>

    /// Changes nothing but what is given.
    public init(
        externalID: FieldChange<ExternalID?> = .keep, name: FieldChange<String> = .keep,
        origins: FieldChange<OriginList> = .keep, originMode: FieldChange<Customer.OriginMode> = .keep,
        outerAncestors: FieldChange<OriginList> = .keep, notificationEmail: FieldChange<String?> = .keep,
        plan: FieldChange<PlanID> = .keep, inTrial: FieldChange<Bool> = .keep,
        allowedApps: FieldChange<[String]?> = .keep
    ) {
        self.externalID = externalID
        self.name = name
        self.origins = origins
        self.originMode = originMode
        self.outerAncestors = outerAncestors
        self.notificationEmail = notificationEmail
        self.plan = plan
        self.inTrial = inTrial
        self.allowedApps = allowedApps
    }

    /// Changes the record, its version and time of update excepted.
    func apply(to record: inout CustomerRecord, at now: UnixTime) {
        record.customer.externalID = externalID.applied(to: record.customer.externalID)
        record.customer.name = name.applied(to: record.customer.name)
        record.customer.origins = origins.applied(to: record.customer.origins)
        record.customer.originMode = originMode.applied(to: record.customer.originMode)
        record.customer.outerAncestors = outerAncestors.applied(to: record.customer.outerAncestors)
        record.notificationEmail = notificationEmail.applied(to: record.notificationEmail)
        record.allowedApps = allowedApps.applied(to: record.allowedApps)
        if case .set(let plan) = plan { record.subscription.change(to: plan) }
        if case .set(let isOn) = inTrial { record.subscription.setTrial(isOn, at: now) }
    }
}
