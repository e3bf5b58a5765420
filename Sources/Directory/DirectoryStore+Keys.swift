import Domain
import GRDB

extension DirectoryStore {
    /// That partner's keys in order of registration.
    public func keys(of vendorID: VendorID) throws(DirectoryError) -> [KeyRecord] {
        try read { try KeyRows.all($0, of: try PartnerRows.id($0, of: vendorID)) }
    }

    /// Registers a key. With an end for the others, those that are registered verify until then and no longer.
    public func addKey(
        _ key: NewSigningKey, to vendorID: VendorID, endingOthersAt end: UnixTime? = nil, by author: Author,
        now: UnixTime
    ) throws(DirectoryError) -> KeyRecord {
        try key.check()
        return try write { db in
            let partner = try PartnerRows.id(db, of: vendorID)
            if let end { try Self.endRegistered(db, of: partner, vendorID, at: end, by: author, now) }
            let id = try Self.register(db, key, of: partner, vendorID, by: author, now)
            return try Self.key(db, id, of: partner)
        }
    }

    /// Makes this the only registered key; keys from a JWKS URL stay. The same key again changes nothing.
    public func replaceRegisteredKeys(
        by key: NewSigningKey, of vendorID: VendorID, by author: Author, now: UnixTime
    ) throws(DirectoryError) {
        try key.check()
        try write { db in
            let partner = try PartnerRows.id(db, of: vendorID)
            let registered = try KeyRows.all(db, of: partner).filter { $0.source == .registered }
            let isSame = { (record: KeyRecord) in
                record.key.subjectPublicKeyInfo == key.subjectPublicKeyInfo && record.key.validFrom == key.validFrom
                    && record.key.validUntil == key.validUntil
            }
            for record in registered where !isSame(record) {
                try Self.remove(db, record.key.id, of: partner, vendorID, by: author, now)
            }
            if !registered.contains(where: isSame) {
                _ = try Self.register(db, key, of: partner, vendorID, by: author, now)
            }
        }
    }

    /// Forgets a key of that partner.
    public func removeKey(
        _ id: KeyID, of vendorID: VendorID, by author: Author, now: UnixTime
    ) throws(DirectoryError) {
        try write { db in
            try Self.remove(db, id, of: try PartnerRows.id(db, of: vendorID), vendorID, by: author, now)
        }
    }

    /// Adds a key of that row's partner, and tells the trail. A fetched key with its `kid` gives way to a registered one.
    static func register(
        _ db: Database, _ key: NewSigningKey, as source: KeyRecord.Source = .registered, of partner: Int64,
        _ vendorID: VendorID, by author: Author, _ now: UnixTime
    ) throws -> KeyID {
        if source == .registered, let kid = key.kid {
            for other in try KeyRows.all(db, of: partner) where other.source == .jwks && other.key.kid == kid {
                try remove(db, other.key.id, of: partner, vendorID, by: author, now)
            }
        }
        let id = try KeyRows.insert(key, of: partner, source, db, now)
        let target = AuditTarget(.key, id.rawValue, of: vendorID)
        try AuditTrail.add(db, "create", target, after: key.audited, by: author, at: now)
        return id
    }

    /// Takes a key of that row's partner away, and tells the trail.
    static func remove(
        _ db: Database, _ id: KeyID, of partner: Int64, _ vendorID: VendorID, by author: Author, _ now: UnixTime
    ) throws {
        try KeyRows.delete(id, of: partner, db)
        try AuditTrail.add(db, "delete", AuditTarget(.key, id.rawValue, of: vendorID), by: author, at: now)
    }

    private static func endRegistered(
        _ db: Database, of partner: Int64, _ vendorID: VendorID, at end: UnixTime, by author: Author, _ now: UnixTime
    ) throws {
        for record in try KeyRows.all(db, of: partner) where record.source == .registered {
            if let until = record.key.validUntil, until <= end { continue }
            try KeyRows.extend(record.key.id, until: end, db)
            try AuditTrail.add(
                db, "update", AuditTarget(.key, record.key.id.rawValue, of: vendorID),
                before: [("valid_until", .optional(record.key.validUntil?.iso8601))],
                after: [("valid_until", .optional(end.iso8601))], by: author, at: now)
        }
    }

    private static func key(_ db: Database, _ id: KeyID, of partner: Int64) throws -> KeyRecord {
        guard let record = try KeyRows.all(db, of: partner).first(where: { $0.key.id == id }) else {
            throw DirectoryError.notFound(.key)
        }
        return record
    }
}
