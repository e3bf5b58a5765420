import Domain
import GRDB

/// Customers as rows.
enum CustomerRows {
    /// The customer of that number.
    static func find(_ db: Database, id: CustomerID) throws -> CustomerRecord? {
        try one(db, "customer.id = ?", [id.rawValue])
    }

    /// The customer so named by the partner of that row.
    static func find(_ db: Database, _ reference: Reference<CustomerID>, of partner: Int64) throws -> CustomerRecord? {
        switch reference {
        case .id(let id): try one(db, "customer.id = ? AND customer.partner_id = ?", [id.rawValue, partner])
        case .external(let name):
            try one(db, "customer.partner_id = ? AND external_id = ?", [partner, name.rawValue])
        }
    }

    /// The customers of the partner of that row, in order of creation.
    static func all(_ db: Database, of partner: Int64) throws -> [CustomerRecord] {
        try fetch(db, "WHERE customer.partner_id = ? ORDER BY customer.id", [partner])
    }

    /// The customers of those numbers, in that order.
    static func all(_ db: Database, _ ids: [Int64]) throws -> [CustomerRecord] {
        let numbers = JSONText.array(ids.map { .number($0) }).description
        let records = try fetch(db, "WHERE customer.id IN (SELECT value FROM json_each(?))", [numbers])
        let byID = Dictionary(uniqueKeysWithValues: records.map { ($0.customer.id.rawValue, $0) })
        return ids.compactMap { byID[$0] }
    }

    /// The customers that the rest of the statement chooses and orders.
    static func fetch(_ db: Database, _ rest: String, _ arguments: StatementArguments) throws -> [CustomerRecord] {
        let rows = try Row.fetchCursor(db.cachedStatement(sql: "\(customers) \(rest)"), arguments: arguments)
        var records: [CustomerRecord] = []
        while let row = try rows.next() { records.append(try record(row)) }
        for index in records.indices {
            records[index].counts.topApps = try topApps(db, of: records[index].customer.id)
        }
        return records
    }

    private static func one(
        _ db: Database, _ condition: String, _ arguments: StatementArguments
    ) throws -> CustomerRecord? { try fetch(db, "WHERE \(condition)", arguments).first }

    private static func topApps(_ db: Database, of customer: CustomerID) throws -> [String] {
        let sql = """
            SELECT app FROM customer_app WHERE customer_id = ? AND connections > 0 ORDER BY connections DESC, app LIMIT 5
            """
        return try String.fetchAll(db.cachedStatement(sql: sql), arguments: [customer.rawValue])
    }

    private static let customers = """
        SELECT customer.id, vendor_id, external_id, customer.name, customer.origins, origin_mode, outer_ancestors,
            notification_email, customer.created_at, customer.updated_at, customer.version, status, trial_ends_at,
            plan_before_downgrade, allowed_apps, customer.connection_count, customer.active_recipe_count, task_month,
            task_count, \(PlanRows.columns)
        FROM customer JOIN partner ON partner.id = customer.partner_id JOIN plan ON plan.id = plan_id
        """

    private static func record(_ row: Row) throws -> CustomerRecord {
        let vendorID = try StoredValues.vendorID(row[1])
        let plan = PlanRows.plan(row, from: 19, of: vendorID)
        let subscription = Subscription(
            plan: plan.id, status: try StoredValues.status(row[11]), trialEndsAt: StoredValues.time(row[12]),
            planBeforeDowngrade: (row[13] as Int64?).map { PlanID($0) })
        let customer = Customer(
            id: CustomerID(row[0]), vendorID: vendorID, externalID: try StoredValues.externalID(row[2]), name: row[3],
            origins: try StoredValues.origins(row[4]), originMode: try StoredValues.originMode(row[5]),
            outerAncestors: try StoredValues.origins(row[6]), status: subscription.status)
        return CustomerRecord(
            customer: customer, version: row[10], notificationEmail: row[7], plan: plan,
            allowedApps: try StoredValues.texts(row[14]), counts: counts(row), createdAt: UnixTime(row[8]),
            updatedAt: UnixTime(row[9]), subscription: subscription)
    }

    private static func counts(_ row: Row) -> CustomerCounts {
        CustomerCounts(
            connections: row[15], activeRecipes: row[16], month: CalendarMonth(row[17]), tasks: row[18])
    }
}
