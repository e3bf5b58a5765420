import Domain
import GRDB

/// Members as rows.
enum MemberRows {
    /// The member of that number.
    static func find(_ db: Database, id: MemberID) throws -> MemberRecord? { try one(db, "id = ?", [id.rawValue]) }

    /// The member so named within that customer.
    static func find(_ db: Database, _ reference: Reference<MemberID>, of customer: CustomerID) throws -> MemberRecord?
    {
        switch reference {
        case .id(let id): try one(db, "id = ? AND customer_id = ?", [id.rawValue, customer.rawValue])
        case .external(let name):
            try one(db, "customer_id = ? AND external_id = ?", [customer.rawValue, name.rawValue])
        }
    }

    /// The members of that customer, in order of creation.
    static func all(_ db: Database, of customer: CustomerID) throws -> [MemberRecord] {
        try Row.fetchAll(db, sql: members + " WHERE customer_id = ? ORDER BY id", arguments: [customer.rawValue]).map(
            record)
    }

    /// A page of that customer's members, in order of creation.
    static func all(_ db: Database, of customer: CustomerID, _ page: Page) throws -> Listing<MemberRecord> {
        let total = try Int.fetchOne(
            db, sql: "SELECT count(*) FROM member WHERE customer_id = ?", arguments: [customer.rawValue])
        let rows = try Row.fetchAll(
            db, sql: members + " WHERE customer_id = ? ORDER BY id LIMIT ? OFFSET ?",
            arguments: [customer.rawValue, page.size, page.offset])
        return Listing(records: try rows.map(record), total: total ?? 0)
    }

    private static let members = """
        SELECT id, customer_id, external_id, name, email, role, created_at, updated_at, version FROM member
        """

    private static func one(_ db: Database, _ condition: String, _ arguments: StatementArguments) throws
        -> MemberRecord?
    {
        try Row.fetchOne(db.cachedStatement(sql: members + " WHERE " + condition), arguments: arguments).map(record)
    }

    private static func record(_ row: Row) throws -> MemberRecord {
        let member = Member(
            id: MemberID(row[0]), customerID: CustomerID(row[1]), externalID: try StoredValues.externalID(row[2]),
            name: row[3], email: row[4], role: try StoredValues.role(row[5]))
        return MemberRecord(member: member, version: row[8], createdAt: UnixTime(row[6]), updatedAt: UnixTime(row[7]))
    }
}
