import Domain
import GRDB

extension DirectoryStore {
    /// Those of that partner's team who may manage its customers and no more, in order of creation.
    public func customerManagers(of vendorID: VendorID) throws(DirectoryError) -> [TeamUserRecord] {
        try read { try TeamUserRows.all($0, of: try PartnerRows.id($0, of: vendorID), .customerManager) }
    }

    /// Creates a customer manager, who has no password yet.
    public func createCustomerManager(
        _ name: String, email: String, of vendorID: VendorID, by author: Author, now: UnixTime
    ) throws(DirectoryError) -> TeamUserRecord {
        let new = NewTeamUser(vendorID: vendorID, name: name, email: email, role: .customerManager)
        return try createTeamUser(new, by: author, now: now)
    }

    /// Deletes a customer manager of that partner, for good; whoever else is on its team is not found.
    public func deleteCustomerManager(
        _ id: TeamUserID, of vendorID: VendorID, by author: Author, now: UnixTime
    ) throws(DirectoryError) {
        try write { db in
            let sql = "DELETE FROM team_user WHERE id = ? AND partner_id = ? AND role = ?"
            let role = TeamUserRecord.Role.customerManager.rawValue
            try db.delete(
                sql, [id.rawValue, try PartnerRows.id(db, of: vendorID), role], orThrow: .customerManager)
            try AuditTrail.add(
                db, "delete", AuditTarget(.teamUser, id.rawValue, of: vendorID), by: author, at: now)
        }
    }

    /// Creates somebody on a team.
    public func createTeamUser(
        _ new: NewTeamUser, by author: Author, now: UnixTime
    ) throws(DirectoryError) -> TeamUserRecord {
        try new.check()
        return try write { db in
            let sql = """
                INSERT INTO team_user (partner_id, email, name, role, password, created_at, updated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
            let partner = try new.vendorID.map { try PartnerRows.id(db, of: $0) }
            let id = try db.insert(
                sql,
                [
                    partner, new.email, new.name, new.role.rawValue, new.passwordHash?.reveal(), now.seconds,
                    now.seconds,
                ],
                orThrow: .emailTaken)
            let record = try Self.teamUser(db, TeamUserID(id))
            try AuditTrail.add(db, "create", record.target, after: record.audited, by: author, at: now)
            return record
        }
    }

    /// Changes somebody's fields; whoever is on another team is not found. Nothing is written where nothing changes.
    public func updateTeamUser(
        _ id: TeamUserID, _ changes: TeamUserChanges, of vendorID: VendorID?, by author: Author, now: UnixTime
    ) throws(DirectoryError) -> TeamUserRecord {
        try write { db in
            let former = try Self.teamUser(db, id, of: vendorID)
            var record = former
            changes.apply(to: &record)
            try record.check()
            guard
                try AuditTrail.add(
                    db, "update", record.target, before: former.audited, after: record.audited, by: author, at: now)
            else { return former }
            record.updatedAt = now
            try db.write(
                "UPDATE team_user SET name = ?, email = ?, role = ?, updated_at = ? WHERE id = ?",
                [record.name, record.email, record.role.rawValue, now.seconds, id.rawValue], orThrow: .emailTaken)
            return record
        }
    }

    /// Deletes somebody of that team, for good; whoever is on another is not found. The last operator stays.
    public func deleteTeamUser(
        _ id: TeamUserID, of vendorID: VendorID?, by author: Author, now: UnixTime
    ) throws(DirectoryError) {
        try write { db in
            let record = try Self.teamUser(db, id, of: vendorID)
            let isLast = try vendorID == nil && TeamUserRows.all(db, of: nil).count == 1
            guard !isLast else { throw DirectoryError.conflict(.lastOperator) }
            try db.delete("DELETE FROM team_user WHERE id = ?", [id.rawValue], orThrow: .teamUser)
            try AuditTrail.add(db, "delete", record.target, by: author, at: now)
        }
    }

    /// Those of that partner's team, or with a vendor id of nil of the operator's, by name.
    public func team(of vendorID: VendorID?) throws(DirectoryError) -> [TeamUserRecord] {
        try read { db in try TeamUserRows.all(db, of: vendorID.map { try PartnerRows.id(db, of: $0) }) }
    }

    /// Whoever has that number; nil: nobody, or nobody any more.
    public func teamUser(_ id: TeamUserID) throws(DirectoryError) -> TeamUserRecord? {
        try read { try TeamUserRows.find($0, id: id) }
    }

    /// Whoever has that address, in any case; nil: nobody.
    public func teamUser(email: String) throws(DirectoryError) -> TeamUserRecord? {
        try read { try TeamUserRows.find($0, email: email) }
    }

    /// Keeps the hash of another password; nil: nobody can sign in by a password any more.
    public func setPassword(
        _ hash: Secret<String>?, of id: TeamUserID, by author: Author, now: UnixTime
    ) throws(DirectoryError) {
        try write { db in
            let target = try Self.teamUser(db, id).target
            try db.execute(
                sql: "UPDATE team_user SET password = ?, updated_at = ? WHERE id = ?",
                arguments: [hash?.reveal(), now.seconds, id.rawValue])
            try AuditTrail.add(db, "set_password", target, by: author, at: now)
        }
    }

    private static func teamUser(_ db: Database, _ id: TeamUserID) throws -> TeamUserRecord {
        guard let record = try TeamUserRows.find(db, id: id) else { throw DirectoryError.notFound(.teamUser) }
        return record
    }

    private static func teamUser(_ db: Database, _ id: TeamUserID, of vendorID: VendorID?) throws -> TeamUserRecord {
        let record = try teamUser(db, id)
        guard record.vendorID == vendorID else { throw DirectoryError.notFound(.teamUser) }
        return record
    }
}

extension TeamUserRecord {
    /// What the trail tells of it: nothing of its password.
    var audited: AuditTrail.Fields {
        [("name", .string(name)), ("email", .string(email)), ("role_name", .string(role.rawValue))]
    }

    /// Its name in the trail.
    var target: AuditTarget { AuditTarget(.teamUser, id.rawValue, of: vendorID) }
}
