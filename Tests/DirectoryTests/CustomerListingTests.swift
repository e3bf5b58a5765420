import Directory
import Domain
import Testing

struct CustomerListingTests {
    let file: TemporaryFile
    let store: DirectoryStore
    let gold: PlanID
    let ids: [String: CustomerID]

    /// Five customers of acme, created a minute apart in this order, and one of beta.
    init() throws {
        file = try TemporaryFile()
        store = try DirectoryStore(path: file.path)
        try store.partner(named: "acme")
        try store.partner(named: "beta")
        gold = try store.createPlan(NewPlan(name: "gold", taskLimit: 1_000), by: author, now: now).id
        var ids: [String: CustomerID] = [:]
        for (minute, name) in ["delta", "Alpha", "charlie", "Bravo", "alpha", "echo"].enumerated() {
            let new = NewCustomer(
                vendorID: try vendor(name == "echo" ? "beta" : "acme"), name: name,
                plan: name == "Bravo" || name == "echo" ? gold : Plan.freeID, inTrial: name == "charlie")
            ids[name] = try store.createCustomer(new, by: author, now: now + Int64(minute) * 60).customer.id
        }
        self.ids = ids
    }

    private func names(_ query: CustomerQuery) throws -> [String] {
        let listing = try store.customers(query)
        #expect(listing.total == listing.records.count)
        return listing.records.map(\.customer.name)
    }

    private func id(_ name: String) throws -> CustomerID { try #require(ids[name]) }

    private func report(_ tasks: Int64, of name: String, at time: UnixTime = now) throws {
        let report = JobReport(
            reportID: "\(name) \(time.seconds) \(tasks)", customerID: try id(name), outcome: .succeeded, tasks: tasks,
            finishedAt: time)
        _ = try store.recordJobs([report], now: time)
    }

    private func connect(_ name: String, _ apps: String...) throws {
        for (number, app) in apps.enumerated() {
            _ = try store.putConnection("\(number)", NewConnection(name: "C", provider: app), of: id(name), now: now)
        }
    }

    @Test("By name the case of letters does not matter, and among equals the number decides")
    func byName() throws {
        #expect(try names(CustomerQuery()) == ["Alpha", "alpha", "Bravo", "charlie", "delta", "echo"])
        #expect(
            try names(CustomerQuery(isDescending: true)) == ["echo", "delta", "charlie", "Bravo", "alpha", "Alpha"])
    }

    @Test("By the time of joining the list is in order of creation")
    func byJoined() throws {
        let expected = ["delta", "Alpha", "charlie", "Bravo", "alpha", "echo"]
        #expect(try names(CustomerQuery(sort: .joined)) == expected)
        #expect(try names(CustomerQuery(sort: .joined, isDescending: true)) == expected.reversed())
    }

    @Test("By tasks, those of former months come below the least of this month")
    func byTasks() throws {
        let nextMonth = now + 31 * 86_400
        try report(500, of: "delta")
        try report(7, of: "alpha", at: nextMonth)
        try report(3, of: "Bravo", at: nextMonth)
        let expected = ["Alpha", "charlie", "echo", "delta", "Bravo", "alpha"]
        #expect(try names(CustomerQuery(sort: .tasks)) == expected)
        #expect(try names(CustomerQuery(sort: .tasks, isDescending: true)) == expected.reversed())
        let delta = try store.customer(id("delta"))
        #expect((delta.counts.tasks(at: now), delta.counts.tasks(at: nextMonth)) == (500, 0))
    }

    @Test("By connections only authenticated ones count")
    func byConnections() throws {
        try connect("charlie", "slack", "jira")
        try connect("delta", "slack")
        let pending = NewConnection(name: "C", provider: "sap", authorizationStatus: .pending)
        for number in 0..<3 { _ = try store.putConnection("\(number)", pending, of: id("Alpha"), now: now) }
        let expected = ["Alpha", "Bravo", "alpha", "echo", "delta", "charlie"]
        #expect(try names(CustomerQuery(sort: .connections)) == expected)
        #expect(try names(CustomerQuery(sort: .connections, isDescending: true)) == expected.reversed())
    }

    @Test("Each filter leaves what it names, in every order", arguments: CustomerQuery.Sort.allCases)
    func filters(sort: CustomerQuery.Sort) throws {
        try connect("delta", "slack", "jira")
        try connect("echo", "slack")
        func found(_ query: CustomerQuery) throws -> Set<String> {
            var query = query
            query.sort = sort
            return Set(try names(query))
        }
        let acme = try vendor("acme")
        #expect(try found(CustomerQuery(vendorID: acme)) == ["Alpha", "alpha", "Bravo", "charlie", "delta"])
        #expect(try found(CustomerQuery(plan: gold)) == ["Bravo", "echo"])
        #expect(try found(CustomerQuery(vendorID: acme, plan: gold)) == ["Bravo"])
        #expect(try found(CustomerQuery(plan: PlanID(99))) == [])
        #expect(try found(CustomerQuery(status: .inTrial)) == ["charlie"])
        #expect(try found(CustomerQuery(status: .expiredSubscription)) == [])
        #expect(try found(CustomerQuery(app: "slack")) == ["delta", "echo"])
        #expect(try found(CustomerQuery(vendorID: acme, app: "slack")) == ["delta"])
        #expect(try found(CustomerQuery(app: "SLACK")) == [])
        #expect(try found(CustomerQuery(joinedFrom: now + 180)) == ["Bravo", "alpha", "echo"])
        #expect(try found(CustomerQuery(joinedFrom: now + 60, joinedTo: now + 180)) == ["Alpha", "charlie"])
        #expect(try found(CustomerQuery(search: "alp", plan: Plan.freeID, joinedTo: now + 61)) == ["Alpha"])
        #expect(try found(CustomerQuery(vendorID: acme, search: "ech")) == [])
    }

    @Test("A connection that is no longer there, or no longer authenticated, is no longer found by its app")
    func formerApps() throws {
        try connect("delta", "slack", "jira")
        try store.deleteConnection("0", of: id("delta"))
        let failed = NewConnection(name: "C", provider: "jira", authorizationStatus: .failed)
        _ = try store.putConnection("1", failed, of: id("delta"), now: now)
        #expect(try names(CustomerQuery(app: "slack")) == [])
        #expect(try names(CustomerQuery(app: "jira")) == [])
    }

    @Test("Pages follow one another without a gap, and each tells the whole number", arguments: [true, false])
    func pages(byApp: Bool) throws {
        for name in ids.keys { try connect(name, "slack") }
        var query = CustomerQuery(app: byApp ? "slack" : nil)
        var seen: [[String]] = []
        for number in 1...4 {
            query.page = try #require(Page(number: number, size: 2))
            let listing = try store.customers(query)
            #expect(listing.total == 6)
            seen.append(listing.records.map(\.customer.name))
        }
        #expect(seen == [["Alpha", "alpha"], ["Bravo", "charlie"], ["delta", "echo"], []])
        query.page = try #require(Page(number: .max, size: 100))
        #expect(try store.customers(query).records.isEmpty)
    }

    @Test("A page is of 1 to 100 records and counted from 1")
    func pageSizes() {
        #expect(Page(number: 0) == nil)
        #expect(Page(number: 1, size: 0) == nil)
        #expect(Page(number: 1, size: 101) == nil)
        #expect(Page(number: 1, size: 100) == .first)
    }

    @Test("The records of a list are those that are found one by one")
    func records() throws {
        try connect("delta", "slack", "jira", "sap", "sap", "jira", "sap", "hubspot", "netsuite", "oracle")
        let listed = try store.customers(CustomerQuery()).records
        #expect(try listed == listed.map { try store.customer($0.customer.id) })
        let delta = try #require(listed.first { $0.customer.name == "delta" })
        #expect(delta.counts.topApps == ["sap", "jira", "hubspot", "netsuite", "oracle"])
    }

    @Test("A partner that is not there is not found")
    func noPartner() {
        #expect(throws: DirectoryError.notFound(.partner)) {
            try store.customers(CustomerQuery(vendorID: vendor("nobody")))
        }
    }
}
