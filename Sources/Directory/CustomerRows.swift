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
        case .id(let id): try one(db, "customer.id = ? AND partner_id = ?", [id.rawValue, partner])
        case .external(let name): try one(db, "partner_id = ? AND external_id = ?", [partner, name.rawValue])
        }
    }

    /// The customers of the partner of that row, in order of creation.
    static func all(_ db: Database, of partner: Int64) throws -> [CustomerRecord] {
        try Row.fetchAll(db, sql: customers + " WHERE partner_id = ? ORDER BY customer.id", arguments: [partner]).map(
            record)
    }

    private static let customers = """
        SELECT customer.id, vendor_id, external_id, customer.name, customer.origins, origin_mode, outer_ancestors,
            notification_email, customer.created_at, customer.updated_at
        FROM customer JOIN partner ON partner.id = partner_id
        """

    private static func one(
        _ db: Database, _ condition: String, _ arguments: StatementArguments
    ) throws -> CustomerRecord? {
        let statement = try db.cachedStatement(sql: customers + " WHERE " + condition)
        return try Row.fetchOne(statement, arguments: arguments).map(record)
    }

    private static func record(_ row: Row) throws -> CustomerRecord {
        let customer = Customer(
            id: CustomerID(row[0]), vendorID: try StoredValues.vendorID(row[1]),
            externalID: try StoredValues.externalID(row[2]), name: row[3], origins: try StoredValues.origins(row[4]),
            originMode: try StoredValues.originMode(row[5]), outerAncestors: try StoredValues.origins(row[6]))
        return CustomerRecord(
            customer: customer, notificationEmail: row[7], createdAt: UnixTime(row[8]), updatedAt: UnixTime(row[9]))
    }
}
