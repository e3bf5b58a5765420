import Domain
import GRDB

extension DirectoryStore {
    /// Creates a member.
    public func createMember(_ new: NewMember, now: UnixTime) throws(DirectoryError) -> MemberRecord {
        try new.record(id: MemberID(0), at: now).check()
        return try write { db in
            guard try CustomerRows.find(db, id: new.customerID) != nil else { throw DirectoryError.notFound(.customer) }
            let sql = """
                INSERT INTO member (external_id, name, email, role, updated_at, created_at, customer_id)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
            let arguments = new.record(id: MemberID(0), at: now).columns + [now.seconds, new.customerID.rawValue]
            return new.record(id: MemberID(try db.insert(sql, arguments, orThrow: .externalIDTaken)), at: now)
        }
    }

    /// Changes a member's fields.
    public func updateMember(_ id: MemberID, _ changes: MemberChanges, now: UnixTime) throws(DirectoryError)
        -> MemberRecord
    {
        try write { db in
            guard var record = try MemberRows.find(db, id: id) else { throw DirectoryError.notFound(.member) }
            changes.apply(to: &record)
            record.updatedAt = now
            try record.check()
            let sql = "UPDATE member SET external_id = ?, name = ?, email = ?, role = ?, updated_at = ? WHERE id = ?"
            try db.write(sql, record.columns + [id.rawValue], orThrow: .externalIDTaken)
            return record
        }
    }

    /// Deletes a member, for good.
    public func deleteMember(_ id: MemberID) throws(DirectoryError) {
        try write { try $0.delete("DELETE FROM member WHERE id = ?", [id.rawValue], orThrow: .member) }
    }

    /// That customer's members in order of creation.
    public func members(of customer: CustomerID) throws(DirectoryError) -> [MemberRecord] {
        try read { db in
            guard try CustomerRows.find(db, id: customer) != nil else { throw DirectoryError.notFound(.customer) }
            return try MemberRows.all(db, of: customer)
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
}

extension MemberRecord {
    /// The values from `external_id` to `updated_at`, as both statements name them.
    fileprivate var columns: StatementArguments {
        [member.externalID?.rawValue, member.name, member.email, member.role.rawValue, updatedAt.seconds]
    }
}
