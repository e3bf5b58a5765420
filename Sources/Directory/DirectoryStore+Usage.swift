import Domain
import GRDB

extension DirectoryStore {
    /// How many months `usage` tells of.
    public static let usageMonths: Int64 = 12

    /// A page of the partner's customers, or of all with a partner of nil, in order of creation, with what each used in
    /// the last twelve calendar months, that of `now` included.
    public func usage(
        of vendorID: VendorID?, page: Page = .first, now: UnixTime
    ) throws(DirectoryError) -> Listing<CustomerUsage> {
        let current = CalendarMonth(now)
        let months = (1 - Self.usageMonths...0).map { current + $0 }
        return try read { db in
            let scope = CustomerScope(partner: try vendorID.map { try PartnerRows.id(db, of: $0) })
            let names = try UsageRows.names(db, scope, page)
            let usages = try names.map { row in
                CustomerUsage(
                    id: CustomerID(row[0]), externalID: try StoredValues.externalID(row[1]), name: row[2],
                    months: try UsageRows.sums(db, of: CustomerID(row[0]), months))
            }
            return Listing(records: usages, total: try UsageRows.customers(db, scope))
        }
    }

    /// What the customer has now and used on the days from `first` to `last`, both included.
    public func dashboard(
        of customer: CustomerID, from first: CalendarDay, to last: CalendarDay
    ) throws(DirectoryError) -> Dashboard {
        try read { db in
            guard let counts = try CustomerRows.find(db, id: customer)?.counts else {
                throw DirectoryError.notFound(.customer)
            }
            let used = try UsageRows.days(db, of: customer, first, last)
            let days = stride(from: first.number, through: last.number, by: 1).map {
                DailyUsage(day: CalendarDay($0), usage: used[$0] ?? .none)
            }
            return Dashboard(activeRecipes: counts.activeRecipes, connections: counts.connections, days: days)
        }
    }

    /// Writes down what every partner has today; the last time of a day counts. Takes no lock where nothing changed.
    public func recordDailyCounts(now: UnixTime) throws(DirectoryError) {
        let day = CalendarDay(now).number
        guard try read({ try Bool.fetchOne($0, sql: UsageRows.uncounted, arguments: [day]) }) ?? false else { return }
        try write { try $0.execute(sql: UsageRows.countDay, arguments: [day]) }
    }

    /// What the partner had at the end of each of the last `months` months that was counted at all, the oldest first.
    public func monthlyCounts(
        of vendorID: VendorID, months: Int64 = usageMonths, now: UnixTime
    ) throws(DirectoryError) -> [MonthlyCounts] {
        let current = CalendarMonth(now)
        return try read { db in
            let partner = try PartnerRows.id(db, of: vendorID)
            return try (1...max(1, months)).reversed().compactMap {
                try UsageRows.counts(db, of: partner, in: current + (1 - $0))
            }
        }
    }
}

/// Usage and counts as rows.
private enum UsageRows {
    static func names(_ db: Database, _ scope: CustomerScope, _ page: Page) throws -> [Row] {
        let sql = """
            SELECT id, external_id, name FROM customer INDEXED BY \(scope.index("joined")) \(scope.condition.clause)
            ORDER BY created_at, id LIMIT ? OFFSET ?
            """
        return try Row.fetchAll(
            db.cachedStatement(sql: sql), arguments: scope.condition.arguments + [page.size, page.offset])
    }

    static func customers(_ db: Database, _ scope: CustomerScope) throws -> Int {
        let sql = "SELECT ifnull(sum(customer_count), 0) FROM partner WHERE id = ifnull(?, id)"
        return try Int.fetchOne(db.cachedStatement(sql: sql), arguments: [scope.partner]) ?? 0
    }

    static func sums(_ db: Database, of customer: CustomerID, _ months: [CalendarMonth]) throws -> [MonthlyUsage] {
        guard let first = months.first, let last = months.last else { return [] }
        let used = try days(db, of: customer, first.firstDay, (last + 1).firstDay + -1)
        var sums: [CalendarMonth: Usage] = [:]
        for (day, usage) in used { sums[CalendarDay(day).month, default: .none] += usage }
        return months.map { MonthlyUsage(month: $0, usage: sums[$0] ?? .none) }
    }

    static func days(
        _ db: Database, of customer: CustomerID, _ first: CalendarDay, _ last: CalendarDay
    ) throws -> [Int64: Usage] {
        let sql = """
            SELECT day, tasks, jobs_succeeded, jobs_failed FROM usage_day WHERE customer_id = ? AND day BETWEEN ? AND ?
            """
        let rows = try Row.fetchCursor(
            db.cachedStatement(sql: sql), arguments: [customer.rawValue, first.number, last.number])
        var used: [Int64: Usage] = [:]
        while let row = try rows.next() {
            used[row[0]] = Usage(tasks: row[1], jobsSucceeded: row[2], jobsFailed: row[3])
        }
        return used
    }

    static let uncounted = """
        SELECT EXISTS (
            SELECT 1 FROM partner LEFT JOIN partner_day ON partner_id = partner.id AND day = ?
            WHERE customers IS NOT customer_count OR connections IS NOT connection_count
                OR active_recipes IS NOT active_recipe_count
        )
        """

    static let countDay = """
        INSERT INTO partner_day (partner_id, day, customers, connections, active_recipes)
            SELECT id, ?, customer_count, connection_count, active_recipe_count FROM partner WHERE true
        ON CONFLICT DO UPDATE SET customers = excluded.customers, connections = excluded.connections,
            active_recipes = excluded.active_recipes
        """

    static func counts(_ db: Database, of partner: Int64, in month: CalendarMonth) throws -> MonthlyCounts? {
        let sql = """
            SELECT customers, connections, active_recipes FROM partner_day
            WHERE partner_id = ? AND day BETWEEN ? AND ? ORDER BY day DESC LIMIT 1
            """
        let last = (month + 1).firstDay + -1
        return try Row.fetchOne(
            db.cachedStatement(sql: sql), arguments: [partner, month.firstDay.number, last.number]
        ).map { MonthlyCounts(month: month, customers: $0[0], connections: $0[1], activeRecipes: $0[2]) }
    }
}
