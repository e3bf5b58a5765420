import Directory
import Domain
import Testing

@Suite("One customer while the clock goes on")
struct MovingClockTests {
    private let file: TemporaryFile
    private let store: DirectoryStore
    private let customer: CustomerID
    private let gold: Plan

    init() throws {
        file = try TemporaryFile()
        store = try DirectoryStore(path: file.path)
        try store.partner(named: "acme")
        let acme = try vendor("acme")
        let start = try Self.time("2024-01-30", hour: 12)
        gold = try store.createPlan(
            NewPlan(vendorID: acme, name: "Gold", taskLimit: 5000), by: author, now: start)
        let new = NewCustomer(vendorID: acme, name: "Blue Sky", plan: gold.id, inTrial: true)
        customer = try store.createCustomer(new, by: author, now: start).customer.id
    }

    private static func time(_ day: String, hour: Int64) throws -> UnixTime {
        try #require(CalendarDay(day)).start + hour * 3600
    }

    /// What the jobs of the server do at that moment, then what the customer is: status, tasks used, tasks allowed.
    private func look(_ day: String, hour: Int64) throws -> String {
        let now = try Self.time(day, hour: hour)
        try store.endTrials(now: now)
        try store.recordDailyCounts(now: now)
        let record = try store.customer(customer)
        return "\(record.customer.status.rawValue) \(record.counts.tasks(at: now))/\(record.taskLimit)"
    }

    private func work(_ tasks: Int64, on day: String, hour: Int64) throws {
        let now = try Self.time(day, hour: hour)
        let report = JobReport(
            reportID: "\(day) \(hour)", customerID: customer, outcome: .succeeded, tasks: tasks, finishedAt: now)
        _ = try store.recordJobs([report], now: now)
    }

    @Test("A trial that ends on a leap day, a month's end and a year's give the right status and counts")
    func overEnds() throws {
        try work(3, on: "2024-01-31", hour: 23)
        #expect(try look("2024-01-31", hour: 23) == "in_trial 3/100")
        #expect(try look("2024-02-01", hour: 0) == "in_trial 0/100")
        try work(7, on: "2024-02-29", hour: 11)
        #expect(try look("2024-02-29", hour: 11) == "in_trial 7/100")
        #expect(try look("2024-02-29", hour: 12) == "expired_subscription 7/100")
        #expect(try store.customer(customer).plan.id == Plan.freeID)
        #expect(try look("2024-03-01", hour: 0) == "expired_subscription 0/100")
        let upgraded = try Self.time("2024-03-01", hour: 1)
        _ = try store.upgradeCustomer(customer, to: nil, by: author, now: upgraded)
        #expect(try look("2024-03-01", hour: 1) == "active 0/5000")
        try work(4, on: "2024-12-31", hour: 23)
        #expect(try look("2024-12-31", hour: 23) == "active 4/5000")
        #expect(try look("2025-01-01", hour: 0) == "active 0/5000")
        let leap = try #require(CalendarDay("2024-02-29"))
        #expect(try store.dashboard(of: customer, from: leap, to: leap).total.tasks == 7)
    }
}
