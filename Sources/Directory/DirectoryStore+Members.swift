import Domain
import GRDB

extension DirectoryStore {
    /// Creates a member.
    public func createMember(_ new: NewMember, by author: Author, now: UnixTime) throws(DirectoryError) -> MemberRecord
    {
        try new.record(id: MemberID(0), at: now).check()
        return try write { db in
            let vendorID = try Self.vendorID(db, of: new.customerID)
            let sql = """
                INSERT INTO member (external_id, name, email, role, updated_at, created_at, customer_id)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
            let arguments = new.record(id: MemberID(0), at: now).columns + [now.seconds, new.customerID.rawValue]
            let record = new.record(id: MemberID(try db.insert(sql, arguments, orThrow: .externalIDTaken)), at: now)
            try AuditTrail.add(db, "create", record.target(of: vendorID), after: record.audited, by: author, at: now)
            return record
        }
    }

    /// Changes a member's fields; nothing is written where nothing changes.
    public func updateMember(
        _ id: MemberID, _ changes: MemberChanges, if condition: VersionCondition = .any, by author: Author,
        now: UnixTime
    ) throws(DirectoryError) -> MemberRecord {
        try write { db in
            guard let former = try MemberRows.find(db, id: id) else { throw DirectoryError.notFound(.member) }
            try condition.check(former.version)
            var record = former
            changes.apply(to: &record)
            try record.check()
            let target = record.target(of: try Self.vendorID(db, of: record.member.customerID))
            guard
                try AuditTrail.add(
                    db, "update", target, before: former.audited, after: record.audited, by: author, at: now)
            else { return former }
            record.updatedAt = now
            record.version += 1
            let sql = """
                UPDATE member SET external_id = ?, name = ?, email = ?, role = ?, updated_at = ?, version = version + 1
                WHERE id = ?
                """
            try db.write(sql, record.columns + [id.rawValue], orThrow: .externalIDTaken)
            return record
        }
    }

    /// Deletes a member, for good.
    public func deleteMember(
        _ id: MemberID, if condition: VersionCondition = .any, by author: Author, now: UnixTime
    ) throws(DirectoryError) {
        try write { db in
            guard let record = try MemberRows.find(db, id: id) else { throw DirectoryError.notFound(.member) }
            try condition.check(record.version)
            let target = record.target(of: try Self.vendorID(db, of: record.member.customerID))
            try db.delete("DELETE FROM member WHERE id = ?", [id.rawValue], orThrow: .member)
            try AuditTrail.add(db, "delete", target, by: author, at: now)
        }
    }

    /// That customer's members in order of creation.
    public func members(of customer: CustomerID) throws(DirectoryError) -> [MemberRecord] {
        try read { db in
            _ = try Self.vendorID(db, of: customer)
            return try MemberRows.all(db, of: customer)
        }
    }

    /// A page of that customer's members in order of creation.
    public func members(of customer: CustomerID, page: Page) throws(DirectoryError) -> Listing<MemberRecord> {
        try read { db in
            _ = try Self.vendorID(db, of: customer)
            return try MemberRows.all(db, of: customer, page)
        }
    }

    /// The member so named within that customer; another customer's is not found.
    public func member(_ reference: Reference<MemberID>, of customer: CustomerID) throws(DirectoryError) -> MemberRecord
    {
        try read { db in
            guard let record = try MemberRows.find(db, reference, of: customer) else {
                throw DirectoryError.notFound(.member)
            }
            return record
        }
    }

    /// The partner of the customer, which must be there.
    static func vendorID(_ db: Database, of customer: CustomerID) throws -> VendorID {
        let sql = "SELECT vendor_id FROM partner JOIN customer ON partner.id = partner_id WHERE customer.id = ?"
        let text = try String.fetchOne(db.cachedStatement(sql: sql), arguments: [customer.rawValue])
        guard let text else { throw DirectoryError.notFound(.customer) }
        return try StoredValues.vendorID(text)
    }
}

extension MemberRecord {
    /// The values from `external_id` to `updated_at`, as both statements name them.
    fileprivate var columns: StatementArguments {
        [member.externalID?.rawValue, member.name, member.email, member.role.rawValue, updatedAt.seconds]
    }
}
