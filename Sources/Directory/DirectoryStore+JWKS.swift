import Domain
import GRDB

extension DirectoryStore {
    /// The URL that the partner's keys are fetched from; nil: none.
    public func jwksSource(of vendorID: VendorID) throws(DirectoryError) -> JWKSSource? {
        try read { db in
            _ = try PartnerRows.id(db, of: vendorID)
            return try JWKSRows.find(db, of: vendorID)
        }
    }

    /// Every partner's URL.
    public func jwksSources() throws(DirectoryError) -> [JWKSSource] { try read(JWKSRows.all) }

    /// Has the partner's keys fetched from that URL; the keys of another one before it go. Which hosts are allowed is the
    /// caller's business. The same URL again changes nothing.
    public func setJWKSSource(
        _ url: String, of vendorID: VendorID, by author: Author, now: UnixTime
    ) throws(DirectoryError) -> JWKSSource {
        _ = try JWKSSource.host(of: url)
        return try write { db in
            let partner = try PartnerRows.id(db, of: vendorID)
            let former = try JWKSRows.find(db, of: vendorID)
            if let former, former.url == url { return former }
            try Self.removeFetchedKeys(db, of: partner, vendorID, by: author, now)
            try JWKSRows.put(url, of: partner, db)
            try AuditTrail.add(
                db, former == nil ? "create" : "update", AuditTarget(.keySource, of: vendorID),
                before: former.map { [("url", .string($0.url))] }, after: [("url", .string(url))], by: author, at: now)
            return JWKSSource(vendorID: vendorID, url: url, fetchedAt: nil, triedAt: nil, askedAt: nil, error: nil)
        }
    }

    /// Forgets the partner's URL and the keys that were fetched from it.
    public func removeJWKSSource(of vendorID: VendorID, by author: Author, now: UnixTime) throws(DirectoryError) {
        try write { db in
            let partner = try PartnerRows.id(db, of: vendorID)
            let former = try JWKSRows.find(db, of: vendorID)
            try JWKSRows.delete(of: partner, db)
            try Self.removeFetchedKeys(db, of: partner, vendorID, by: author, now)
            try AuditTrail.add(
                db, "delete", AuditTarget(.keySource, of: vendorID), before: former.map { [("url", .string($0.url))] },
                by: author, at: now)
        }
    }

    /// Notes that a token named a key that is not there. Without a URL, and when it was noted since the last try, nothing
    /// is written.
    public func askForKeys(of vendorID: VendorID, now: UnixTime) throws(DirectoryError) {
        try write { try JWKSRows.ask($0, of: vendorID, at: now) }
    }

    /// Makes these the keys from the partner's URL, for the next 24 hours. A key that is there keeps its number; one whose
    /// `kid` is a registered key's gives way to that. Ignored when `url` is no longer the partner's.
    public func storeFetchedKeys(
        _ keys: [NewSigningKey], of vendorID: VendorID, from url: String, now: UnixTime
    ) throws(DirectoryError) {
        for key in keys { try key.check() }
        try write { db in
            guard try JWKSRows.find(db, of: vendorID)?.url == url else { return }
            try Self.replaceFetchedKeys(db, by: keys, of: vendorID, now)
            try JWKSRows.noteTry(db, of: vendorID, error: nil, at: now)
        }
    }

    /// Notes why a fetch failed; the keys of the last good one stay until they lapse. Ignored when `url` is no longer the
    /// partner's.
    public func noteFetchFailure(
        of vendorID: VendorID, from url: String, reason: String, now: UnixTime
    ) throws(DirectoryError) {
        try write { db in
            guard try JWKSRows.find(db, of: vendorID)?.url == url else { return }
            try JWKSRows.noteTry(db, of: vendorID, error: reason, at: now)
        }
    }

    private static func replaceFetchedKeys(
        _ db: Database, by keys: [NewSigningKey], of vendorID: VendorID, _ now: UnixTime
    ) throws {
        let partner = try PartnerRows.id(db, of: vendorID)
        let present = try KeyRows.all(db, of: partner)
        let wanted = FetchedKeys(keys, beside: present, until: now + JWKSSource.lifetime)
        for key in wanted.vanished { try remove(db, key, of: partner, vendorID, by: .system, now) }
        for key in wanted.kept { try KeyRows.extend(key, until: wanted.until, db) }
        for key in wanted.new { _ = try register(db, key, as: .jwks, of: partner, vendorID, by: .system, now) }
    }

    private static func removeFetchedKeys(
        _ db: Database, of partner: Int64, _ vendorID: VendorID, by author: Author, _ now: UnixTime
    ) throws {
        for record in try KeyRows.all(db, of: partner) where record.source == .jwks {
            try remove(db, record.key.id, of: partner, vendorID, by: author, now)
        }
    }
}
