import Domain
import Foundation
import GRDB

extension DirectoryStore {
    /// Creates a partner with its first keys.
    public func createPartner(_ new: NewPartner, now: UnixTime) throws(DirectoryError) -> PartnerRecord {
        try new.check()
        return try write { db in
            let sql = """
                INSERT INTO partner (vendor_id, name, origins, token_algorithms, token_audiences, token_requires_audience,
                    token_issuer, token_requires_issuer, token_requires_origin, created_at, updated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
            let arguments =
                try [new.vendorID.rawValue, new.name, new.origins.description] + new.tokenRules.columns
                + [now.seconds, now.seconds]
            let id = try db.insert(sql, arguments, orThrow: .vendorIDTaken)
            for key in new.keys { try Self.insert(key, of: id, db, now) }
            return try Self.partner(db, id)
        }
    }

    /// Changes a partner's fields; its vendor id stays for ever.
    public func updatePartner(
        _ vendorID: VendorID, _ changes: PartnerChanges, now: UnixTime
    ) throws(DirectoryError) -> PartnerRecord {
        try write { db in
            let id = try PartnerRows.id(db, of: vendorID)
            var partner = try Self.partner(db, id).partner
            try changes.apply(to: &partner)
            let sql = """
                UPDATE partner SET name = ?, origins = ?, token_algorithms = ?, token_audiences = ?,
                    token_requires_audience = ?, token_issuer = ?, token_requires_issuer = ?, token_requires_origin = ?,
                    updated_at = ?
                WHERE id = ?
                """
            let arguments =
                try [partner.name, partner.origins.description] + partner.tokenRules.columns + [now.seconds, id]
            try db.execute(sql: sql, arguments: arguments)
            return try Self.partner(db, id)
        }
    }

    /// Deletes a partner with its keys, customers and members, for good.
    public func deletePartner(_ vendorID: VendorID) throws(DirectoryError) {
        try write { db in
            try db.delete("DELETE FROM partner WHERE vendor_id = ?", [vendorID.rawValue], orThrow: .partner)
        }
    }

    /// Every partner, in order of creation.
    public func partners() throws(DirectoryError) -> [PartnerRecord] {
        try read { db in
            var records: [PartnerRecord] = []
            try PartnerRows.each(db) { _, record in records.append(record) }
            return records
        }
    }

    /// One partner.
    public func partner(_ vendorID: VendorID) throws(DirectoryError) -> PartnerRecord {
        try read { try Self.partner($0, try PartnerRows.id($0, of: vendorID)) }
    }

    /// That partner's keys in order of registration.
    public func keys(of vendorID: VendorID) throws(DirectoryError) -> [SigningKey] {
        try read { try PartnerRows.keys($0, of: try PartnerRows.id($0, of: vendorID)) }
    }

    /// Registers a key.
    public func addKey(_ key: NewSigningKey, to vendorID: VendorID, now: UnixTime) throws(DirectoryError) -> SigningKey
    {
        try key.check()
        return try write { db in
            let id = try Self.insert(key, of: try PartnerRows.id(db, of: vendorID), db, now)
            return SigningKey(
                id: id, kid: key.kid, kind: key.kind, subjectPublicKeyInfo: key.subjectPublicKeyInfo,
                validFrom: key.validFrom, validUntil: key.validUntil)
        }
    }

    /// Forgets a key of that partner.
    public func removeKey(_ id: KeyID, of vendorID: VendorID) throws(DirectoryError) {
        try write { db in
            let partner = try PartnerRows.id(db, of: vendorID)
            let sql = "DELETE FROM signing_key WHERE id = ? AND partner_id = ?"
            try db.delete(sql, [id.rawValue, partner], orThrow: .key)
        }
    }

    private static func partner(_ db: Database, _ id: Int64) throws -> PartnerRecord {
        guard let record = try PartnerRows.find(db, id: id) else { throw DirectoryError.notFound(.partner) }
        return record
    }

    @discardableResult
    private static func insert(_ key: NewSigningKey, of partner: Int64, _ db: Database, _ now: UnixTime) throws -> KeyID
    {
        let sql = """
            INSERT INTO signing_key (partner_id, kid, kind, subject_public_key_info, valid_from, valid_until, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """
        let arguments: StatementArguments = [
            partner, key.kid, key.kind.rawValue, Data(key.subjectPublicKeyInfo), key.validFrom?.seconds,
            key.validUntil?.seconds, now.seconds,
        ]
        return KeyID(try db.insert(sql, arguments, orThrow: .kidTaken))
    }
}

extension TokenRules {
    /// The values of the columns `token_…`, in the order of the table.
    fileprivate var columns: StatementArguments {
        get throws {
            [
                StoredValues.text(algorithms), try StoredValues.text(audiences), requiresAudience, issuer,
                requiresIssuer,
                requiresOrigin,
            ]
        }
    }
}
