import Domain
import GRDB
import Testing

@testable import Directory

struct UsageStoreTests {
    let file: TemporaryFile
    let store: DirectoryStore
    let customer: CustomerID

    init() throws {
        file = try TemporaryFile()
        store = try DirectoryStore(path: file.path)
        try store.partner(named: "acme")
        try store.partner(named: "beta")
        customer = try store.customer(of: "acme", externalID: "X").customer.id
    }

    private func time(_ day: String) throws -> UnixTime { try #require(CalendarDay(day)).start + 3_600 }

    private func record(_ outcome: JobReport.Outcome, tasks: Int64, on day: String) throws {
        let time = try time(day)
        let report = JobReport(
            reportID: "\(day) \(outcome) \(tasks)", customerID: customer, outcome: outcome, tasks: tasks,
            finishedAt: time)
        _ = try store.recordJobs([report], now: time)
    }

    @Test("Usage has all twelve months, over the end of a year and a leap day, the oldest first")
    func months() throws {
        for day in ["2023-02-28", "2023-03-01", "2023-12-31", "2024-01-01", "2024-02-01", "2024-02-29"] {
            try record(.succeeded, tasks: 1, on: day)
        }
        try record(.failed, tasks: 5, on: "2024-02-29")
        let listing = try store.usage(of: vendor("acme"), now: time("2024-02-29"))
        let usage = try #require(listing.records.first)
        #expect((usage.id, usage.name, listing.total) == (customer, "Blue Sky", 1))
        #expect(usage.externalID == (try external("X")))
        #expect(
            usage.months.map { "\($0.month) \($0.usage.tasks) \($0.usage.jobsSucceeded) \($0.usage.jobsFailed)" } == [
                "2023-03 1 1 0", "2023-04 0 0 0", "2023-05 0 0 0", "2023-06 0 0 0", "2023-07 0 0 0", "2023-08 0 0 0",
                "2023-09 0 0 0", "2023-10 0 0 0", "2023-11 0 0 0", "2023-12 1 1 0", "2024-01 1 1 0", "2024-02 7 2 1",
            ])
    }

    @Test("Usage is of one partner's customers, or of all, page by page in order of creation")
    func pages() throws {
        let second = try store.customer(of: "beta").customer.id
        let third = try store.customer(of: "acme").customer.id
        func ids(_ vendorID: VendorID?, _ number: Int) throws -> [CustomerID] {
            let listing = try store.usage(of: vendorID, page: #require(Page(number: number, size: 2)), now: now)
            #expect(listing.total == (vendorID == nil ? 3 : 2))
            return listing.records.map(\.id)
        }
        #expect(try ids(nil, 1) == [customer, second])
        #expect(try ids(nil, 2) == [third])
        #expect(try ids(vendor("acme"), 1) == [customer, third])
        #expect(try ids(vendor("acme"), 2) == [])
    }

    @Test("A dashboard has every day of its range, the leap day too, and rates of all jobs")
    func dashboard() throws {
        try record(.succeeded, tasks: 2, on: "2024-02-28")
        try record(.failed, tasks: 1, on: "2024-02-29")
        try record(.succeeded, tasks: 4, on: "2024-03-01")
        try record(.succeeded, tasks: 8, on: "2024-03-02")
        let days = try ["2024-02-28", "2024-03-01"].map { try #require(CalendarDay($0)) }
        let dashboard = try store.dashboard(of: customer, from: days[0], to: days[1])
        #expect(dashboard.days.map(\.day.description) == ["2024-02-28", "2024-02-29", "2024-03-01"])
        #expect(dashboard.days.map(\.usage.tasks) == [2, 1, 4])
        #expect(dashboard.total == Usage(tasks: 7, jobsSucceeded: 2, jobsFailed: 1))
        #expect((dashboard.total.successRate, dashboard.total.errorRate) == (2.0 / 3.0, 1.0 / 3.0))
        #expect(try store.dashboard(of: customer, from: days[1], to: days[0]).days.isEmpty)
    }

    @Test("Without jobs there are no rates; what runs and is connected is of now")
    func dashboardOfNow() throws {
        _ = try store.putConnection("1", NewConnection(name: "C", provider: "slack"), of: customer, now: now)
        _ = try store.putRecipe("1", NewRecipe(name: "R", isRunning: true), of: customer, now: now)
        let dashboard = try store.dashboard(of: customer, from: CalendarDay(now), to: CalendarDay(now))
        #expect((dashboard.connections, dashboard.activeRecipes) == (1, 1))
        #expect((dashboard.total.successRate, dashboard.total.errorRate) == (nil, nil))
        #expect(throws: DirectoryError.notFound(.customer)) {
            try store.dashboard(of: CustomerID(99), from: CalendarDay(now), to: CalendarDay(now))
        }
    }

    @Test("A month's counts are those of its last counted day; a month that was not counted is left out")
    func monthlyCounts() throws {
        try store.recordDailyCounts(now: time("2024-01-30"))
        _ = try store.customer(of: "acme")
        _ = try store.putConnection("1", NewConnection(name: "C", provider: "slack"), of: customer, now: now)
        try store.recordDailyCounts(now: time("2024-01-31"))
        _ = try store.putRecipe("1", NewRecipe(name: "R", isRunning: true), of: customer, now: now)
        try store.recordDailyCounts(now: time("2024-01-31"))
        try store.deleteCustomer(customer, by: author, now: now)
        try store.recordDailyCounts(now: time("2024-03-01"))
        let counts = try store.monthlyCounts(of: vendor("acme"), now: time("2024-03-01"))
        #expect(
            counts.map { "\($0.month) \($0.customers) \($0.connections) \($0.activeRecipes)" } == [
                "2024-01 2 1 1", "2024-03 1 0 0",
            ])
        #expect(try store.monthlyCounts(of: vendor("acme"), months: 2, now: time("2024-03-31")).count == 1)
        #expect(try store.monthlyCounts(of: vendor("beta"), now: time("2024-03-01")).map(\.customers) == [0, 0])
    }

    @Test("Counting a day on which nothing changed writes nothing")
    func unchanged() throws {
        try store.recordDailyCounts(now: now)
        let changes = store.pool.writeWithoutTransaction { $0.totalChangesCount }
        try store.recordDailyCounts(now: later)
        #expect(store.pool.writeWithoutTransaction { $0.totalChangesCount } == changes)
    }

    @Test("A customer's members come page by page in order of creation")
    func members() throws {
        let members = try (0..<3).map { _ in try store.member(of: customer) }
        func page(_ number: Int) throws -> Listing<MemberRecord> {
            try store.members(of: customer, page: #require(Page(number: number, size: 2)))
        }
        #expect(try page(1) == Listing(records: Array(members[..<2]), total: 3))
        #expect(try page(2) == Listing(records: [members[2]], total: 3))
        #expect(try page(3) == Listing(records: [], total: 3))
        #expect(throws: DirectoryError.notFound(.customer)) { try store.members(of: CustomerID(99), page: .first) }
    }
}
