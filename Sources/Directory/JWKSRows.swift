import Domain
import GRDB

/// JWKS URLs of partners as rows.
enum JWKSRows {
    /// That partner's URL.
    static func find(_ db: Database, of vendorID: VendorID) throws -> JWKSSource? {
        try fetch(db, "WHERE vendor_id = ?", [vendorID.rawValue]).first
    }

    /// Every partner's, in order of the partners' creation.
    static func all(_ db: Database) throws -> [JWKSSource] { try fetch(db, "ORDER BY partner_id", []) }

    /// Keeps the URL in place of another; nothing was fetched from it yet.
    static func put(_ url: String, of partner: Int64, _ db: Database) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO jwks_source (partner_id, url) VALUES (?, ?)", arguments: [partner, url])
    }

    /// Takes that partner's URL away; none is not found.
    static func delete(of partner: Int64, _ db: Database) throws {
        try db.delete("DELETE FROM jwks_source WHERE partner_id = ?", [partner], orThrow: .keySource)
    }

    /// Notes a question, if there is a URL to ask and no question since the last try.
    static func ask(_ db: Database, of vendorID: VendorID, at now: UnixTime) throws {
        let sql = """
            UPDATE jwks_source SET asked_at = ?
            WHERE partner_id = (SELECT id FROM partner WHERE vendor_id = ?) AND (asked_at IS NULL OR asked_at < tried_at)
            """
        try db.execute(sql: sql, arguments: [now.seconds, vendorID.rawValue])
    }

    /// Notes how a try went; without an error it fetched the keys.
    static func noteTry(_ db: Database, of vendorID: VendorID, error: String?, at now: UnixTime) throws {
        let sql = """
            UPDATE jwks_source SET tried_at = ?1, error = ?2, fetched_at = iif(?2 IS NULL, ?1, fetched_at)
            WHERE partner_id = (SELECT id FROM partner WHERE vendor_id = ?3)
            """
        try db.execute(sql: sql, arguments: [now.seconds, error, vendorID.rawValue])
    }

    private static func fetch(_ db: Database, _ rest: String, _ arguments: StatementArguments) throws -> [JWKSSource] {
        let sql = """
            SELECT vendor_id, url, fetched_at, tried_at, asked_at, error
            FROM jwks_source JOIN partner ON partner.id = partner_id \(rest)
            """
        return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments).map { row in
            JWKSSource(
                vendorID: try StoredValues.vendorID(row[0]), url: row[1], fetchedAt: StoredValues.time(row[2]),
                triedAt: StoredValues.time(row[3]), askedAt: StoredValues.time(row[4]), error: row[5])
        }
    }
}
