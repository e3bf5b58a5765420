import Domain
import Testing

@testable import Directory

/// What a partner's pages show of all its customers at once.
struct OverviewTests {
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

    @Test("Apps are ordered by authenticated connections; only the partner's own count")
    func topApps() throws {
        let (one, two) = (try customer(), try customer())
        try connect(one, ["slack", "slack", "jira"])
        try connect(two, ["slack", "sap"])
        try connect(try customer(of: "beta"), ["sap", "sap", "box"])
        _ = try store.putConnection("p", new("zoom", .pending), of: one, now: now)
        let apps = [
            AppCount(app: "slack", connections: 3, customers: 2), AppCount(app: "jira", connections: 1, customers: 1),
            AppCount(app: "sap", connections: 1, customers: 1),
        ]
        #expect(try store.topApps(of: acme) == apps)
        #expect(try store.topApps(of: acme, limit: 1) == Array(apps.prefix(1)))
        try store.deleteCustomer(two, by: author, now: now)
        #expect(try store.topApps(of: acme).map(\.connections) == [2, 1])
        #expect(throws: DirectoryError.notFound(.partner)) { try store.topApps(of: vendor("nobody")) }
    }

    @Test("Apps in use are told by name, once each")
    func appsInUse() throws {
        try connect(try customer(), ["slack", "Box", "slack"])
        try connect(try customer(of: "beta"), ["slack", "adp"])
        #expect(try store.appsInUse(of: acme) == ["Box", "slack"])
        #expect(try store.appsInUse(of: nil) == ["adp", "Box", "slack"])
        try store.deletePartner(vendor("beta"), by: author, now: now)
        #expect(try store.appsInUse(of: nil) == ["Box", "slack"])
    }

    @Test("The leaderboard has those with tasks of this month, the most first")
    func leaderboard() throws {
        let customers = try (0..<4).map { _ in try customer() }
        try work(customers[0], 5, at: now)
        try work(customers[1], 9, at: now)
        try work(customers[2], 99, at: now - 40 * 86_400)
        try work(try customer(of: "beta"), 7, at: now)
        let leaders = try store.leaderboard(of: acme, now: now)
        #expect(leaders.map(\.customer.id) == [customers[1], customers[0]])
        #expect(leaders.map { $0.counts.tasks(at: now) } == [9, 5])
        #expect(try store.leaderboard(of: acme, limit: 1, now: now).map(\.customer.id) == [customers[1]])
        #expect(try store.leaderboard(of: acme, now: now + 40 * 86_400).isEmpty)
    }

    @Test("A partner's row counts customers and members, and tells its team")
    func counts() throws {
        let (one, two) = (try customer(), try customer())
        for owner in [one, one, two] { _ = try store.member(of: owner) }
        let ann = try store.createCustomerManager("Ann", email: "ann@acme.example", of: acme, by: author, now: now)
        var record = try store.partner(acme)
        #expect((record.counts.customers, record.counts.members) == (2, 3))
        #expect(record.partner.team == [ann.id])
        try store.deleteCustomer(one, by: author, now: now)
        record = try store.partner(acme)
        #expect((record.counts.customers, record.counts.members) == (1, 1))
    }

    private func customer(of vendorID: String = "acme") throws -> CustomerID {
        try store.customer(of: vendorID).customer.id
    }

    private func new(_ app: String, _ status: Connection.AuthorizationStatus = .success) -> NewConnection {
        NewConnection(name: app, provider: app, authorizationStatus: status)
    }

    private func connect(_ customer: CustomerID, _ apps: [String]) throws {
        for (index, app) in apps.enumerated() {
            _ = try store.putConnection("c\(index)", new(app), of: customer, now: now)
        }
    }

    private func work(_ customer: CustomerID, _ tasks: Int64, at time: UnixTime) throws {
        let report = JobReport(
            reportID: "r\(customer)", customerID: customer, outcome: .succeeded, tasks: tasks, finishedAt: time)
        _ = try store.recordJobs([report], now: time)
    }
}
