import Domain
import Foundation
import GRDB

extension DirectoryStore {
    /// Creates a token of the partner, or with nil of the operator. The secret is told here and never again.
    public func createToken(
        of vendorID: VendorID?, name: String, by author: Author, now: UnixTime
    ) throws(DirectoryError) -> (record: APITokenRecord, secret: Secret<String>) {
        try TextRules.checkName(name)
        let secret = APITokenSecret.generate()
        return try write { db in
            let partner = try vendorID.map { try PartnerRows.id(db, of: $0) }
            try db.execute(
                sql: "INSERT INTO api_token (partner_id, name, hash, created_at) VALUES (?, ?, ?, ?)",
                arguments: [partner, name, Data(secret.hash), now.seconds])
            let record = APITokenRecord(
                id: APITokenID(db.lastInsertedRowID), vendorID: vendorID, name: name, createdAt: now)
            try AuditTrail.add(db, "create", record.target, after: record.audited, by: author, at: now)
            return (record, secret.text)
        }
    }

    /// The live tokens of the partner, or with nil of the operator, in order of creation.
    public func tokens(of vendorID: VendorID?) throws(DirectoryError) -> [APITokenRecord] {
        try read { db in
            let partner = try vendorID.map { try PartnerRows.id(db, of: $0) }
            let rows = try Row.fetchAll(
                db, sql: Self.tokens + " WHERE partner_id IS ? ORDER BY api_token.id", arguments: [partner])
            return try rows.map(Self.token)
        }
    }

    /// Takes a token's power away, for good.
    public func revokeToken(
        _ id: APITokenID, of vendorID: VendorID?, by author: Author, now: UnixTime
    ) throws(DirectoryError) {
        try write { db in
            let partner = try vendorID.map { try PartnerRows.id(db, of: $0) }
            try db.delete(
                "DELETE FROM api_token WHERE id = ? AND partner_id IS ?", [id.rawValue, partner], orThrow: .token)
            try AuditTrail.add(db, "revoke", AuditTarget(.token, id.rawValue, of: vendorID), by: author, at: now)
        }
    }

    /// The token that somebody presents; nil when it is none that lives. It is found by its hash, so that the time this
    /// takes tells nothing of other tokens.
    public func token(presented text: String) throws(DirectoryError) -> APITokenRecord? {
        guard let secret = APITokenSecret(presented: text) else { return nil }
        return try read { db in
            let statement = try db.cachedStatement(sql: Self.tokens + " WHERE hash = ?")
            return try Row.fetchOne(statement, arguments: [Data(secret.hash)]).map(Self.token)
        }
    }

    private static let tokens = """
        SELECT api_token.id, vendor_id, api_token.name, api_token.created_at
        FROM api_token LEFT JOIN partner ON partner.id = partner_id
        """

    private static func token(_ row: Row) throws -> APITokenRecord {
        APITokenRecord(
            id: APITokenID(row[0]), vendorID: try (row[1] as String?).map(StoredValues.vendorID), name: row[2],
            createdAt: UnixTime(row[3]))
    }
}

extension APITokenRecord {
    /// What the trail tells of it.
    fileprivate var audited: AuditTrail.Fields { [("name", .string(name))] }
    /// Its name in the trail.
    fileprivate var target: AuditTarget { AuditTarget(.token, id.rawValue, of: vendorID) }
}
