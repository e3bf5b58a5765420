import Domain

/// Where a customer stands with its plan, and how that changes: the rules alone, without rows.
public struct Subscription: Hashable, Sendable {
    /// How long a trial lasts, in seconds: 30 days.
    public static let trialLength: Int64 = 30 * 86_400
    /// Tasks a month during a trial.
    public static let trialTaskLimit: Int64 = 100

    /// The plan's number.
    public internal(set) var plan: PlanID
    /// Where it stands.
    public internal(set) var status: Customer.Status
    /// When the trial ends; nil outside of one.
    public internal(set) var trialEndsAt: UnixTime?
    /// The plan before the last downgrade; nil before the first, and when that plan is gone.
    public internal(set) var planBeforeDowngrade: PlanID?

    /// A customer's first state.
    static func starting(on plan: PlanID) -> Subscription {
        Subscription(plan: plan, status: .active, trialEndsAt: nil, planBeforeDowngrade: nil)
    }

    /// Changes to another plan, as by the settings: to the free one it is a downgrade; a trial goes on.
    mutating func change(to plan: PlanID) {
        guard plan != self.plan else { return }
        guard plan != Plan.freeID else { return downgrade() }
        self.plan = plan
        if status == .expiredSubscription { status = .active }
    }

    /// Turns the trial on, for its whole length from now, or off, which leaves the customer active on its plan.
    mutating func setTrial(_ isOn: Bool, at now: UnixTime) {
        if isOn {
            status = .inTrial
            trialEndsAt = now + Self.trialLength
        } else if status == .inTrial {
            status = .active
            trialEndsAt = nil
        }
    }

    /// Goes to the free plan, and remembers where it came from.
    mutating func downgrade() {
        if plan != Plan.freeID { planBeforeDowngrade = plan }
        plan = Plan.freeID
        status = .expiredSubscription
        trialEndsAt = nil
    }

    /// Becomes active on that plan; nil: on the one it has.
    mutating func upgrade(to plan: PlanID?) {
        self.plan = plan ?? self.plan
        status = .active
        trialEndsAt = nil
    }

    /// Whether the trial's time is over; then it is to be downgraded.
    func isTrialOver(at now: UnixTime) -> Bool { trialEndsAt.map { $0 <= now } ?? false }

    /// Tasks a month: the trial's, or the plan's.
    func taskLimit(on plan: Plan) -> Int64 { status == .inTrial ? Self.trialTaskLimit : plan.taskLimit }
}
