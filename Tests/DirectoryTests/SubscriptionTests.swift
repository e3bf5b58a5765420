import Domain
import Testing

@testable import Directory

@Suite("Plans, trials and downgrades, without rows")
struct SubscriptionTests {
    private let gold = PlanID(7)
    private let silver = PlanID(8)

    @Test("A trial lasts thirty days from when it is turned on, and again when it is turned on again")
    func trial() {
        var subscription = Subscription.starting(on: gold)
        subscription.setTrial(true, at: now)
        #expect(subscription.status == .inTrial && subscription.trialEndsAt == now + 30 * 86_400)
        #expect(!subscription.isTrialOver(at: now + 30 * 86_400 - 1) && subscription.isTrialOver(at: now + 30 * 86_400))
        subscription.setTrial(true, at: later)
        #expect(subscription.trialEndsAt == later + 30 * 86_400 && subscription.plan == gold)
    }

    @Test("Turned off, a trial leaves the customer active on its plan; where there is none nothing happens")
    func trialOff() {
        var subscription = Subscription.starting(on: gold)
        subscription.setTrial(true, at: now)
        subscription.setTrial(false, at: later)
        #expect(subscription == .starting(on: gold))
        subscription.downgrade()
        let expired = subscription
        subscription.setTrial(false, at: later)
        #expect(subscription == expired)
    }

    @Test("A trial has a hundred tasks a month whatever the plan has")
    func taskLimit() {
        let plan = Plan(id: gold, vendorID: nil, name: "Gold", taskLimit: 5000, connectionLimit: nil)
        var subscription = Subscription.starting(on: gold)
        #expect(subscription.taskLimit(on: plan) == 5000)
        subscription.setTrial(true, at: now)
        #expect(subscription.taskLimit(on: plan) == 100)
    }

    @Test("A downgrade, also by choosing the free plan, expires the subscription and remembers the plan")
    func downgrade() {
        var chosen = Subscription.starting(on: gold)
        chosen.setTrial(true, at: now)
        var told = chosen
        chosen.change(to: Plan.freeID)
        told.downgrade()
        #expect(chosen == told)
        #expect((told.status, told.plan, told.trialEndsAt) == (.expiredSubscription, Plan.freeID, nil))
        told.downgrade()
        #expect(told.planBeforeDowngrade == gold)
    }

    @Test("Another plan makes an expired customer active, and leaves a trial on")
    func change() {
        var subscription = Subscription.starting(on: gold)
        subscription.downgrade()
        subscription.change(to: silver)
        #expect(subscription.status == .active && subscription.plan == silver)
        subscription.setTrial(true, at: now)
        subscription.change(to: gold)
        #expect(subscription.status == .inTrial && subscription.trialEndsAt == now + 30 * 86_400)
    }

    @Test("An upgrade is active at once, with a plan or without")
    func upgrade() {
        var subscription = Subscription.starting(on: gold)
        subscription.setTrial(true, at: now)
        subscription.upgrade(to: nil)
        #expect((subscription.status, subscription.plan, subscription.trialEndsAt) == (.active, gold, nil))
        subscription.upgrade(to: silver)
        #expect(subscription.plan == silver)
    }
}
