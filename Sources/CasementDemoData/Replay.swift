import Directory
import Domain

/// Lets things happen again in a directory, and remembers the numbers that it gives.
struct Replay {
    /// How far back jobs are counted.
    static let usageDays: Int64 = 366

    /// Where it is written.
    let store: DirectoryStore
    /// What is.
    let demo: Demo
    /// Of all who have a password.
    let passwordHash: Secret<String>
    private var teams = Teams()
    private var plans: [DemoPlan: PlanID] = [:]
    private var customers: [Int: CustomerID] = [:]

    /// Begins with nothing.
    init(store: DirectoryStore, demo: Demo, passwordHash: Secret<String>) {
        self.store = store
        self.demo = demo
        self.passwordHash = passwordHash
    }

    /// One thing.
    mutating func happen(_ event: Event) throws {
        let now = event.time
        switch event.deed {
        case .beginning(let person): try begin(with: person, now)
        case .partner(let new): _ = try store.createPartner(new, by: teams.operator, now: now)
        case .person(let person, let vendorID): try add(person, to: vendorID, now)
        case .token(let name, let vendorID):
            _ = try store.createToken(of: vendorID, name: name, by: teams.operator, now: now)
        case .customer(let place): try join(place, demo.stories[place], now)
        case .happening(let place, let deed):
            guard let customer = customers[place] else { return }
            let author = teams.author(for: demo.stories[place].customer.vendorID, at: now)
            try happen(deed, to: customer, author, now)
        }
    }

    /// What a day leaves behind: trials that are over, the jobs that finished, and the counts.
    func close(_ day: CalendarDay) throws {
        let end = demo.clock.end(of: day)
        try store.endTrials(now: end)
        _ = try store.recordJobs(demo.stories.indices.flatMap { jobs(of: $0, on: day) }, now: end)
        try store.recordDailyCounts(now: end)
    }

    private mutating func begin(with person: TeamPerson, _ now: UnixTime) throws {
        try add(person, to: nil, now)
        for plan in DemoPlan.allCases { plans[plan] = try store.createPlan(plan.new, by: teams.operator, now: now).id }
    }

    private mutating func add(_ person: TeamPerson, to vendorID: VendorID?, _ now: UnixTime) throws {
        let new = NewTeamUser(
            vendorID: vendorID, name: person.name, email: person.email, role: person.role,
            passwordHash: person.hasPassword ? passwordHash : nil)
        teams.add(try store.createTeamUser(new, by: teams.operator, now: now))
    }

    private mutating func join(_ place: Int, _ story: Story, _ now: UnixTime) throws {
        var new = story.customer
        if let plan = story.plan.flatMap({ plans[$0] }) { new.plan = plan }
        let author = teams.author(for: new.vendorID, at: now)
        customers[place] = try store.createCustomer(new, by: author, now: now).customer.id
    }

    private func happen(_ deed: Happening.Deed, to customer: CustomerID, _ author: Author, _ now: UnixTime) throws {
        switch deed {
        case .member(var new):
            new.customerID = customer
            _ = try store.createMember(new, by: author, now: now)
        case .connection(let id, let new): _ = try store.putConnection(id, new, of: customer, now: now)
        case .recipe(let id, let new): _ = try store.putRecipe(id, new, of: customer, now: now)
        case .upgrade(let plan): _ = try store.upgradeCustomer(customer, to: plans[plan], by: author, now: now)
        case .downgrade: _ = try store.downgradeCustomer(customer, by: author, now: now)
        }
    }

    private func jobs(of place: Int, on day: CalendarDay) -> [JobReport] {
        guard let customer = customers[place], demo.clock.today.number - day.number < Self.usageDays else { return [] }
        var random = SeededRandom("work \(day.number)", place)
        return demo.stories[place].spells.filter { $0.days.contains(day) }.flatMap {
            Workday(spell: $0, day: day).jobs(of: customer, until: demo.clock.now, using: &random)
        }
    }
}
