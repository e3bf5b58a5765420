import Directory
import Domain
import Testing

struct PlanStoreTests {
    let file: TemporaryFile
    let store: DirectoryStore
    let acme: VendorID

    init() throws {
        file = try TemporaryFile()
        store = try DirectoryStore(path: file.path)
        acme = try vendor("acme")
        try store.partner(named: "acme")
        try store.partner(named: "beta")
    }

    private func plan(_ name: String, of vendorID: VendorID?) throws -> Plan {
        try store.createPlan(NewPlan(vendorID: vendorID, name: name, taskLimit: 1000), by: author, now: now)
    }

    @Test("The free plan is there for everybody, and stays")
    func free() throws {
        let free = try #require(try store.plans(of: acme).first)
        #expect((free.id, free.name, free.taskLimit, free.vendorID) == (Plan.freeID, "free", 100, nil))
        #expect(throws: DirectoryError.conflict(.planInUse)) {
            try store.deletePlan(Plan.freeID, by: author, now: now)
        }
    }

    @Test("A partner sees its own plans and everybody's")
    func visible() throws {
        let own = try plan("Gold", of: acme)
        let shared = try plan("Gold", of: nil)
        _ = try plan("Silver", of: vendor("beta"))
        #expect(try store.plans(of: acme).map(\.id) == [Plan.freeID, shared.id, own.id])
        #expect(try store.plans(of: nil).count == 4)
        #expect(throws: DirectoryError.conflict(.planNameTaken)) { try plan("Gold", of: acme) }
    }

    @Test("A plan that a customer is on is not deleted; another partner's is none of this one's")
    func inUse() throws {
        let gold = try plan("Gold", of: acme)
        let new = NewCustomer(vendorID: acme, name: "Blue Sky", plan: gold.id)
        let customer = try store.createCustomer(new, by: author, now: now)
        #expect((customer.plan, customer.taskLimit, customer.customer.status) == (gold, 1000, .active))
        #expect(throws: DirectoryError.conflict(.planInUse)) { try store.deletePlan(gold.id, by: author, now: now) }
        try store.deleteCustomer(customer.customer.id, by: author, now: now)
        try store.deletePlan(gold.id, by: author, now: now)
        let others = try plan("Silver", of: vendor("beta"))
        for id in [gold.id, others.id, PlanID(99)] {
            #expect(throws: DirectoryError.invalid(field: .planID, reason: "names no plan of this partner")) {
                try store.createCustomer(NewCustomer(vendorID: acme, name: "X", plan: id), by: author, now: now)
            }
        }
    }

    @Test("An upgrade without a plan goes back to the one before, else to the partner's first, else nowhere")
    func upgrade() throws {
        let id = try store.customer(of: "acme").customer.id
        #expect(try store.downgradeCustomer(id, by: author, now: now).customer.status == .expiredSubscription)
        let unchanged = try store.upgradeCustomer(id, to: nil, by: author, now: now)
        #expect((unchanged.plan.id, unchanged.customer.status) == (Plan.freeID, .active))
        let gold = try plan("Gold", of: acme)
        let silver = try plan("Silver", of: acme)
        #expect(try store.upgradeCustomer(id, to: nil, by: author, now: now).plan == gold)
        #expect(try store.upgradeCustomer(id, to: silver.id, by: author, now: now).plan == silver)
        _ = try store.downgradeCustomer(id, by: author, now: now)
        #expect(try store.upgradeCustomer(id, to: nil, by: author, now: now).plan == silver)
        #expect(throws: DirectoryError.self) { try store.upgradeCustomer(id, to: Plan.freeID, by: author, now: now) }
    }

    @Test("A trial ends once, for whom its time is over, and tells the view")
    func trialEnd() throws {
        let gold = try plan("Gold", of: acme)
        let new = NewCustomer(vendorID: acme, name: "Blue Sky", plan: gold.id, inTrial: true)
        let id = try store.createCustomer(new, by: author, now: now).customer.id
        let other = try store.createCustomer(
            NewCustomer(vendorID: acme, name: "Green", inTrial: true), by: author, now: later
        ).customer.id
        let end = now + 30 * 86_400
        #expect(try store.endTrials(now: end - 1) == [])
        #expect(try store.endTrials(now: end) == [id])
        #expect(try store.endTrials(now: end) == [])
        let ended = try store.customer(id)
        #expect((ended.customer.status, ended.plan.id, ended.trialEndsAt) == (.expiredSubscription, Plan.freeID, nil))
        #expect(try store.loadView().customer(id)?.status == .expiredSubscription)
        #expect(try store.loadView().customer(other)?.status == .inTrial)
        #expect(try store.upgradeCustomer(id, to: nil, by: author, now: end).plan == gold)
    }
}
