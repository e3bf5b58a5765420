import Domain
import GRDB

/// People of teams as rows.
enum TeamUserRows {
    /// Whoever has that number.
    static func find(_ db: Database, id: TeamUserID) throws -> TeamUserRecord? {
        try fetch(db, "team_user.id = ?", [id.rawValue]).first
    }

    /// Whoever has that address, in any case.
    static func find(_ db: Database, email: String) throws -> TeamUserRecord? {
        try fetch(db, "email = ?", [email]).first
    }

    /// Those of the partner of that row who have that role, in order of creation.
    static func all(_ db: Database, of partner: Int64, _ role: TeamUserRecord.Role) throws -> [TeamUserRecord] {
        try fetch(db, "partner_id = ? AND role = ? ORDER BY team_user.id", [partner, role.rawValue])
    }

    /// Those of the partner of that row, or of the operator with a row of nil, by name.
    static func all(_ db: Database, of partner: Int64?) throws -> [TeamUserRecord] {
        try fetch(db, "partner_id IS ? ORDER BY team_user.name COLLATE NOCASE, team_user.id", [partner])
    }

    /// The numbers of those of the partner of that row.
    static func ids(_ db: Database, of partner: Int64) throws -> Set<TeamUserID> {
        let statement = try db.cachedStatement(sql: "SELECT id FROM team_user WHERE partner_id = ?")
        return Set(try Int64.fetchAll(statement, arguments: [partner]).map { TeamUserID($0) })
    }

    private static func fetch(
        _ db: Database, _ condition: String, _ arguments: StatementArguments
    ) throws -> [TeamUserRecord] {
        let sql = """
            SELECT team_user.id, vendor_id, email, team_user.name, role, password, team_user.created_at,
                team_user.updated_at
            FROM team_user LEFT JOIN partner ON partner.id = partner_id WHERE \(condition)
            """
        return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments).map(record)
    }

    private static func record(_ row: Row) throws -> TeamUserRecord {
        TeamUserRecord(
            id: TeamUserID(row[0]), vendorID: try (row[1] as String?).map(StoredValues.vendorID), email: row[2],
            name: row[3], role: try StoredValues.teamRole(row[4]),
            passwordHash: (row[5] as String?).map { Secret($0) }, createdAt: UnixTime(row[6]),
            updatedAt: UnixTime(row[7]))
    }
}
