import Domain
import GRDB
import Testing

@testable import Directory

struct JobReportTests {
    let file: TemporaryFile
    let store: DirectoryStore
    let customer: CustomerID

    init() throws {
        file = try TemporaryFile()
        store = try DirectoryStore(path: file.path)
        try store.partner(named: "acme")
        customer = try store.customer(of: "acme").customer.id
    }

    private func job(
        _ id: String, _ outcome: JobReport.Outcome = .succeeded, tasks: Int64 = 1, of owner: CustomerID? = nil,
        at time: UnixTime = now
    ) -> JobReport {
        JobReport(
            reportID: id, customerID: owner ?? customer, outcome: outcome, tasks: tasks, finishedAt: time)
    }

    /// Records and gives accepted and duplicates.
    private func record(_ reports: JobReport..., now: UnixTime = now) throws -> [Int] {
        let outcome = try store.recordJobs(reports, now: now)
        return [outcome.accepted, outcome.duplicates]
    }

    private func tasks(at time: UnixTime = now) throws -> Int64 { try store.customer(customer).counts.tasks(at: time) }

    private func day(_ day: CalendarDay = CalendarDay(now)) throws -> Usage {
        try store.dashboard(of: customer, from: day, to: day).total
    }

    private func remembered() throws -> Int? {
        try store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM job_report") }
    }

    @Test("A report counts once, in its own batch and in later ones")
    func once() throws {
        #expect(try record(job("1", tasks: 3), job("2", .failed, tasks: 4), job("1", tasks: 3)) == [2, 1])
        #expect(try record(job("1", tasks: 9), job("3", tasks: 0)) == [1, 1])
        #expect(try record() == [0, 0])
        #expect(try day() == Usage(tasks: 7, jobsSucceeded: 2, jobsFailed: 1))
        #expect(try tasks() == 7)
    }

    @Test("One wrong report undoes all, and every wrong field is named with the places of the reports")
    func allOrNothing() throws {
        let nobody = CustomerID(99)
        #expect(
            throws: DirectoryError.invalid([
                .managedUserID: "names no customer (jobs[1], jobs[3])",
                .finishedAt: "must be at most 35 days ago and at most five minutes ahead (jobs[2])",
            ])
        ) { try record(job("1"), job("2", of: nobody), job("3", at: now + 301), job("4", of: nobody)) }
        #expect(
            throws: DirectoryError.invalid([
                .tasks: "must be 0 to 1000000000 (jobs[0], jobs[1])", .reportID: "must have 1 to 255 bytes (jobs[2])",
            ])
        ) { try record(job("1", tasks: -1), job("2", tasks: 1_000_000_001), job("")) }
        #expect(try remembered() == 0)
        #expect(try tasks() == 0)
        #expect(try record(job("1")) == [1, 0])
    }

    @Test("A job may have finished up to 35 days ago and five minutes ahead")
    func times() throws {
        let oldest = now - 35 * 86_400
        #expect(try record(job("1", at: oldest), job("2", at: now + 300)) == [2, 0])
        for (id, time) in [("3", oldest - 1), ("4", now + 301), ("5", UnixTime(.min)), ("6", UnixTime(.max))] {
            #expect(throws: DirectoryError.self) { try record(job(id, at: time)) }
        }
        #expect(try day(CalendarDay(oldest)).tasks == 1)
    }

    @Test("A report sent again after its customer is gone is still a duplicate")
    func duplicateOfNobody() throws {
        #expect(try record(job("1")) == [1, 0])
        try store.deleteCustomer(customer, by: author, now: now)
        #expect(try record(job("1")) == [0, 1])
        #expect(throws: DirectoryError.invalid(field: .managedUserID, reason: "names no customer (jobs[0])")) {
            try record(job("2"))
        }
    }

    @Test("A report's id is remembered for 40 days, then forgotten")
    func memory() throws {
        #expect(try record(job("1")) == [1, 0])
        let end = now + 40 * 86_400
        #expect(try record(job("1", at: end), now: end) == [0, 1])
        #expect(try record(now: end + 86_400) == [0, 0])
        #expect(try remembered() == 0)
    }

    @Test("Tasks of this month count in the customer's row; those of the last month only in their day")
    func months() throws {
        let end = try #require(CalendarDay("2024-02-29")).start + 86_399
        let begin = end + 1
        #expect(try record(job("1", tasks: 5, at: end), now: end) == [1, 0])
        #expect(try (tasks(at: end), tasks(at: begin)) == (5, 0))
        #expect(try record(job("2", tasks: 2, at: end), job("3", tasks: 3, at: begin), now: begin) == [2, 0])
        #expect(try (tasks(at: end), tasks(at: begin)) == (0, 3))
        #expect(try day(CalendarDay(end)).tasks == 7)
        #expect(try day(CalendarDay(begin)).tasks == 3)
    }

    @Test("A clock that is behind, at a month's end, takes nothing from the new month")
    func clockBehind() throws {
        let begin = try #require(CalendarDay("2024-03-01")).start
        _ = try record(job("1", tasks: 3, at: begin), now: begin)
        _ = try record(job("2", tasks: 2, at: begin - 1), now: begin - 1)
        #expect(try tasks(at: begin) == 3)
    }

    @Test("A job that finished ahead of our clock counts for the day that is")
    func clockAhead() throws {
        let end = try #require(CalendarDay("2024-12-31")).start + 86_399
        _ = try record(job("1", tasks: 3, at: end + 300), now: end)
        #expect(try tasks(at: end) == 3)
        #expect(try day(CalendarDay(end)).tasks == 3)
    }

    @Test("No report adds to the log of changes, to the audit trail or to a customer's version")
    func quiet() throws {
        let before = try (store.loadView().sequence, store.auditEvents(AuditQuery()).events, store.customer(customer))
        _ = try record(job("1"))
        _ = try store.putConnection("1", NewConnection(name: "C", provider: "slack"), of: customer, now: later)
        _ = try store.putRecipe("1", NewRecipe(name: "R", isRunning: true), of: customer, now: later)
        try store.recordDailyCounts(now: later)
        try store.deleteConnection("1", of: customer)
        try store.deleteRecipe("1", of: customer)
        #expect(try store.loadView().sequence == before.0)
        #expect(try store.auditEvents(AuditQuery()).events == before.1)
        let after = try store.customer(customer)
        #expect((after.version, after.updatedAt) == (before.2.version, before.2.updatedAt))
    }
}
