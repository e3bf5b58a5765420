import Domain
import GRDB

extension DirectoryStore {
    /// Counts finished jobs, all or none of them; a report whose id was seen before is a duplicate and counts no more.
    /// A reason names every report that is wrong by its place, as in `jobs[0], jobs[3]`.
    public func recordJobs(
        _ reports: [JobReport], now: UnixTime
    ) throws(DirectoryError) -> (accepted: Int, duplicates: Int) {
        let placed = Array(reports.enumerated())
        try Self.check(placed) { report throws(DirectoryError) in try report.checkForm() }
        return try write { db in
            try JobRows.forget(db, at: now)
            let fresh = try placed.filter { try JobRows.remember(db, $0.element, at: now) }
            try Self.check(fresh) { report throws(DirectoryError) in
                try report.checkTime(now)
                try DirectoryError.catching { try JobRows.checkCustomer(db, report.customerID) }
            }
            try JobRows.add(db, fresh.map(\.element), at: now)
            return (fresh.count, reports.count - fresh.count)
        }
    }

    private static func check(
        _ reports: [(offset: Int, element: JobReport)], _ rule: (JobReport) throws(DirectoryError) -> Void
    ) throws(DirectoryError) {
        var found: [DirectoryError.Field: (reason: String, places: [String])] = [:]
        for (place, report) in reports {
            do throws(DirectoryError) { try rule(report) } catch {
                guard case .invalid(let faults) = error else { throw error }
                for (field, reason) in faults { found[field, default: (reason, [])].places.append("jobs[\(place)]") }
            }
        }
        guard found.isEmpty else {
            throw .invalid(found.mapValues { "\($0.reason) (\($0.places.joined(separator: ", ")))" })
        }
    }
}

/// Reports as rows, and what they add to.
private enum JobRows {
    /// How many ids one call forgets at most: more than it adds, and never so many that others wait long.
    private static let forgottenAtOnce = 2_000

    static func forget(_ db: Database, at now: UnixTime) throws {
        let sql = "DELETE FROM job_report WHERE report_id IN (SELECT report_id FROM job_report WHERE day < ? LIMIT ?)"
        let oldest = CalendarDay(now) + -JobReport.memoryDays
        try db.cachedStatement(sql: sql).execute(arguments: [oldest.number, forgottenAtOnce])
    }

    /// Whether the report's id was not known yet.
    static func remember(_ db: Database, _ report: JobReport, at now: UnixTime) throws -> Bool {
        let sql = "INSERT INTO job_report (report_id, day) VALUES (?, ?) ON CONFLICT DO NOTHING"
        try db.cachedStatement(sql: sql).execute(arguments: [report.reportID, CalendarDay(now).number])
        return db.changesCount > 0
    }

    static func checkCustomer(_ db: Database, _ customer: CustomerID) throws {
        let statement = try db.cachedStatement(sql: "SELECT 1 FROM customer WHERE id = ?")
        guard try Int.fetchOne(statement, arguments: [customer.rawValue]) != nil else {
            throw DirectoryError.invalid(field: .managedUserID, reason: "names no customer")
        }
    }

    static func add(_ db: Database, _ reports: [JobReport], at now: UnixTime) throws {
        var sums: [CustomerDay: Usage] = [:]
        for report in reports {
            sums[CustomerDay(customer: report.customerID, day: report.day(now)), default: .none] += report.usage
        }
        for (place, usage) in sums {
            try add(db, usage, place)
            if place.day.month == CalendarMonth(now) { try count(db, usage.tasks, place.customer, now) }
        }
    }

    private static func add(_ db: Database, _ usage: Usage, _ place: CustomerDay) throws {
        let sql = """
            INSERT INTO usage_day (customer_id, day, tasks, jobs_succeeded, jobs_failed) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET tasks = tasks + excluded.tasks,
                jobs_succeeded = jobs_succeeded + excluded.jobs_succeeded, jobs_failed = jobs_failed + excluded.jobs_failed
            """
        try db.cachedStatement(sql: sql).execute(arguments: [
            place.customer.rawValue, place.day.number, usage.tasks, usage.jobsSucceeded, usage.jobsFailed,
        ])
    }

    /// The row counts one month; a clock that is behind another process's never brings a former one back.
    private static func count(_ db: Database, _ tasks: Int64, _ customer: CustomerID, _ now: UnixTime) throws {
        let sql = """
            UPDATE customer SET task_count = CASE task_month WHEN ?1 THEN task_count + ?2 ELSE ?2 END, task_month = ?1
            WHERE id = ?3 AND task_month <= ?1 AND ?2 > 0
            """
        try db.cachedStatement(sql: sql).execute(arguments: [
            CalendarMonth(now).number, tasks, customer.rawValue,
        ])
    }
}

private struct CustomerDay: Hashable {
    let customer: CustomerID
    let day: CalendarDay
}
