import Domain
import Foundation
import GRDB

/// Signing keys as rows.
enum KeyRows {
    /// That partner's keys in order of registration.
    static func all(_ db: Database, of partner: Int64) throws -> [KeyRecord] {
        let sql = """
            SELECT id, kid, kind, subject_public_key_info, valid_from, valid_until, source, created_at FROM signing_key
            WHERE partner_id = ? ORDER BY id
            """
        return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [partner]).map { row in
            let key = SigningKey(
                id: KeyID(row[0]), kid: row[1], kind: try StoredValues.kind(row[2]),
                subjectPublicKeyInfo: Array(row[3] as Data),
                validFrom: StoredValues.time(row[4]), validUntil: StoredValues.time(row[5]))
            return KeyRecord(key: key, source: try StoredValues.source(row[6]), createdAt: UnixTime(row[7]))
        }
    }

    /// Adds a key; gives its number.
    static func insert(
        _ key: NewSigningKey, of partner: Int64, _ source: KeyRecord.Source, _ db: Database, _ now: UnixTime
    ) throws -> KeyID {
        let sql = """
            INSERT INTO signing_key (partner_id, kid, kind, subject_public_key_info, valid_from, valid_until, created_at,
                source)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """
        let arguments: StatementArguments = [
            partner, key.kid, key.kind.rawValue, Data(key.subjectPublicKeyInfo), key.validFrom?.seconds,
            key.validUntil?.seconds, now.seconds, source.rawValue,
        ]
        return KeyID(try db.insert(sql, arguments, orThrow: .kidTaken))
    }

    /// Lets a key verify until another moment.
    static func extend(_ id: KeyID, until end: UnixTime, _ db: Database) throws {
        let sql = "UPDATE signing_key SET valid_until = ? WHERE id = ?"
        try db.cachedStatement(sql: sql).execute(arguments: [end.seconds, id.rawValue])
    }

    /// Takes a key of that partner away.
    static func delete(_ id: KeyID, of partner: Int64, _ db: Database) throws {
        let sql = "DELETE FROM signing_key WHERE id = ? AND partner_id = ?"
        try db.delete(sql, [id.rawValue, partner], orThrow: .key)
    }
}
