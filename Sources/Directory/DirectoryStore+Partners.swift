import Domain
import Foundation
import GRDB

extension DirectoryStore {
    /// Creates a partner with its first keys.
    public func createPartner(
        _ new: NewPartner, by author: Author, now: UnixTime
    ) throws(DirectoryError) -> PartnerRecord {
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
            let created = try Self.partner(db, id).partner
            try AuditTrail.add(
                db, "create", AuditTarget(.partner, id, of: new.vendorID), after: created.audited, by: author, at: now)
            for key in new.keys { _ = try Self.register(db, key, of: id, new.vendorID, by: author, now) }
            return try Self.partner(db, id)
        }
    }

    /// Changes a partner's fields; its vendor id stays for ever. Nothing is written where nothing changes.
    public func updatePartner(
        _ vendorID: VendorID, _ changes: PartnerChanges, if condition: VersionCondition = .any, by author: Author,
        now: UnixTime
    ) throws(DirectoryError) -> PartnerRecord {
        try write { db in
            let id = try PartnerRows.id(db, of: vendorID)
            let former = try Self.partner(db, id)
            try condition.check(former.version)
            var partner = former.partner
            try changes.apply(to: &partner)
            guard
                try AuditTrail.add(
                    db, "update", AuditTarget(.partner, id, of: vendorID), before: former.partner.audited,
                    after: partner.audited, by: author, at: now)
            else { return former }
            let sql = """
                UPDATE partner SET name = ?, origins = ?, token_algorithms = ?, token_audiences = ?,
                    token_requires_audience = ?, token_issuer = ?, token_requires_issuer = ?, token_requires_origin = ?,
                    updated_at = ?, version = version + 1
                WHERE id = ?
                """
            let arguments =
                try [partner.name, partner.origins.description] + partner.tokenRules.columns + [now.seconds, id]
            try db.execute(sql: sql, arguments: arguments)
            return try Self.partner(db, id)
        }
    }

    /// Deletes a partner with its keys, customers and members, for good.
    public func deletePartner(_ vendorID: VendorID, by author: Author, now: UnixTime) throws(DirectoryError) {
        try write { db in
            let id = try PartnerRows.id(db, of: vendorID)
            try db.delete("DELETE FROM partner WHERE id = ?", [id], orThrow: .partner)
            try AuditTrail.add(db, "delete", AuditTarget(.partner, id, of: vendorID), by: author, at: now)
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

    /// A page of the partners with that text in their name or vendor id, in any case, by name; an empty text is in all.
    public func partners(_ search: String, page: Page = .first) throws(DirectoryError) -> Listing<PartnerRecord> {
        try read { try PartnerRows.page($0, search, page) }
    }

    /// One partner.
    public func partner(_ vendorID: VendorID) throws(DirectoryError) -> PartnerRecord {
        try read { try Self.partner($0, try PartnerRows.id($0, of: vendorID)) }
    }

    private static func partner(_ db: Database, _ id: Int64) throws -> PartnerRecord {
        guard let record = try PartnerRows.find(db, id: id) else { throw DirectoryError.notFound(.partner) }
        return record
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
