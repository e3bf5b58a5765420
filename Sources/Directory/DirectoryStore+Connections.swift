import Domain
import GRDB

extension DirectoryStore {
    /// Adds the customer's connection or takes its new state; an app that the customer may not use is refused.
    public func putConnection(
        _ id: String, _ new: NewConnection, of customer: CustomerID, now: UnixTime
    ) throws(DirectoryError) -> Connection {
        try new.check(id)
        return try write { db in
            guard try Self.allows(db, customer, new.provider) else { throw DirectoryError.appNotAllowed }
            let former = try ConnectionRows.find(db, id, of: customer)
            let connection = new.connection(id, after: former, at: now)
            if connection != former { try ConnectionRows.put(db, connection, of: customer) }
            return connection
        }
    }

    /// Forgets the customer's connection.
    public func deleteConnection(_ id: String, of customer: CustomerID) throws(DirectoryError) {
        try write { db in
            _ = try Self.vendorID(db, of: customer)
            let sql = "DELETE FROM connection WHERE customer_id = ? AND id = ?"
            try db.delete(sql, [customer.rawValue, id], orThrow: .connection)
        }
    }

    /// A page of the customer's connections in the order in which they were first reported.
    public func connections(
        of customer: CustomerID, page: Page = .first
    ) throws(DirectoryError) -> Listing<Connection> {
        try read { db in
            _ = try Self.vendorID(db, of: customer)
            return try ConnectionRows.all(db, of: customer, page)
        }
    }

    private static func allows(_ db: Database, _ customer: CustomerID, _ app: String) throws -> Bool {
        let sql = "SELECT allowed_apps FROM customer WHERE id = ?"
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [customer.rawValue]) else {
            throw DirectoryError.notFound(.customer)
        }
        return try StoredValues.texts(row[0])?.contains(app) ?? true
    }
}

/// Connections as rows.
private enum ConnectionRows {
    private static let columns =
        "id, name, provider, authorization_status, authorized_at, created_at, updated_at"

    static func find(_ db: Database, _ id: String, of customer: CustomerID) throws -> Connection? {
        let sql = "SELECT \(columns) FROM connection WHERE customer_id = ? AND id = ?"
        return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [customer.rawValue, id]).map(connection)
    }

    static func all(_ db: Database, of customer: CustomerID, _ page: Page) throws -> Listing<Connection> {
        let total = try Int.fetchOne(
            db, sql: "SELECT count(*) FROM connection WHERE customer_id = ?", arguments: [customer.rawValue])
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT \(columns) FROM connection WHERE customer_id = ? ORDER BY created_at, id LIMIT ? OFFSET ?
                """, arguments: [customer.rawValue, page.size, page.offset])
        return Listing(records: try rows.map(connection), total: total ?? 0)
    }

    static func put(_ db: Database, _ connection: Connection, of customer: CustomerID) throws {
        let sql = """
            INSERT INTO connection (customer_id, \(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET name = excluded.name, provider = excluded.provider,
                authorization_status = excluded.authorization_status, authorized_at = excluded.authorized_at,
                updated_at = excluded.updated_at
            """
        try db.cachedStatement(sql: sql).execute(arguments: [
            customer.rawValue, connection.id, connection.name, connection.provider,
            connection.authorizationStatus.rawValue, connection.authorizedAt?.seconds, connection.createdAt.seconds,
            connection.updatedAt.seconds,
        ])
    }

    private static func connection(_ row: Row) throws -> Connection {
        Connection(
            id: row[0], name: row[1], provider: row[2],
            authorizationStatus: try StoredValues.authorizationStatus(row[3]), authorizedAt: StoredValues.time(row[4]),
            createdAt: UnixTime(row[5]), updatedAt: UnixTime(row[6]))
    }
}
