import Domain
import GRDB

/// Plans as rows.
enum PlanRows {
    /// The columns that `plan` reads, in its order.
    static let columns = "plan.id, plan.partner_id, plan.name, plan.task_limit, plan.connection_limit"

    /// Reads a plan that stands in a row from that column on; `vendorID` is its partner's, where it has one.
    static func plan(_ row: Row, from column: Int, of vendorID: VendorID?) -> Plan {
        let isShared = (row[column + 1] as Int64?) == nil
        return Plan(
            id: PlanID(row[column]), vendorID: isShared ? nil : vendorID, name: row[column + 2],
            taskLimit: row[column + 3], connectionLimit: row[column + 4])
    }

    /// The plans that the partner's customers may have, everybody's first; nil: every plan.
    static func all(_ db: Database, of partner: Int64?) throws -> [Plan] {
        let sql = """
            SELECT \(columns), vendor_id FROM plan LEFT JOIN partner ON partner.id = partner_id
            WHERE partner_id IS NULL OR partner_id = ? OR ? IS NULL ORDER BY partner_id IS NOT NULL, plan.id
            """
        return try Row.fetchAll(db, sql: sql, arguments: [partner, partner]).map(plan)
    }

    /// The plan of that number, if the partner's customers may have it; with a partner of nil any plan.
    static func find(_ db: Database, id: PlanID, of partner: Int64?) throws -> Plan {
        guard let plan = try all(db, of: partner).first(where: { $0.id == id }) else {
            throw DirectoryError.notFound(.plan)
        }
        return plan
    }

    private static func plan(_ row: Row) throws -> Plan {
        plan(row, from: 0, of: try (row[5] as String?).map(StoredValues.vendorID))
    }
}
