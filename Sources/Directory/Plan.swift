import Domain

/// What a customer may use in a month, and how much of it.
public struct Plan: Hashable, Sendable {
    /// The plan that always exists and that everybody may have.
    public static let freeID = PlanID(1)

    /// The directory's number for it.
    public let id: PlanID
    /// The partner whose customers may have it; nil: everybody's.
    public let vendorID: VendorID?
    /// The name people read.
    public var name: String
    /// Tasks a month.
    public var taskLimit: Int64
    /// Authenticated connections; nil: as many as they like.
    public var connectionLimit: Int64?

    /// Whether it is the plan that always exists.
    public var isFree: Bool { id == Self.freeID }

    /// Throws what breaks a rule first.
    func check() throws(DirectoryError) {
        try TextRules.checkName(name)
        guard taskLimit >= 0 else { throw .invalid(field: .taskLimit, reason: "must not be negative") }
        guard connectionLimit ?? 0 >= 0 else {
            throw .invalid(field: .connectionLimit, reason: "must not be negative")
        }
    }
}

/// What a plan is created from.
public struct NewPlan: Hashable, Sendable {
    /// The partner whose customers may have it; nil: everybody's.
    public var vendorID: VendorID?
    /// The name people read, unique among those the partner sees.
    public var name: String
    /// Tasks a month.
    public var taskLimit: Int64
    /// Authenticated connections; nil: as many as they like.
    public var connectionLimit: Int64?

    /// Gathers what a plan is created from.
    public init(vendorID: VendorID? = nil, name: String, taskLimit: Int64, connectionLimit: Int64? = nil) {
        self.vendorID = vendorID
        self.name = name
        self.taskLimit = taskLimit
        self.connectionLimit = connectionLimit
    }
}

/// What an update does to a plan.
public struct PlanChanges: Sendable {
    /// The name people read.
    public var name: FieldChange<String>
    /// Tasks a month.
    public var taskLimit: FieldChange<Int64>
    /// Authenticated connections; `.set(nil)`: as many as they like.
    public var connectionLimit: FieldChange<Int64?>

    /// Changes nothing but what is given.
    public init(
        name: FieldChange<String> = .keep, taskLimit: FieldChange<Int64> = .keep,
        connectionLimit: FieldChange<Int64?> = .keep
    ) {
        self.name = name
        self.taskLimit = taskLimit
        self.connectionLimit = connectionLimit
    }

    /// Changes the plan, and throws what then breaks a rule.
    func apply(to plan: inout Plan) throws(DirectoryError) {
        plan.name = name.applied(to: plan.name)
        plan.taskLimit = taskLimit.applied(to: plan.taskLimit)
        plan.connectionLimit = connectionLimit.applied(to: plan.connectionLimit)
        try plan.check()
    }
}
