import Domain
import GRDB

extension DirectoryStore {
    /// Creates a customer.
    public func createCustomer(
        _ new: NewCustomer, by author: Author, now: UnixTime
    ) throws(DirectoryError) -> CustomerRecord {
        try write { db in
            let partner = try PartnerRows.id(db, of: new.vendorID)
            let record = new.record(
                id: CustomerID(0), on: try Self.plan(db, new.plan, of: partner), at: now)
            try record.check()
            let sql = """
                INSERT INTO customer (external_id, name, origins, origin_mode, outer_ancestors, notification_email, plan_id,
                    status, trial_ends_at, plan_before_downgrade, allowed_apps, updated_at, created_at, partner_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
            let id = try db.insert(
                sql, record.columns() + [now.seconds, partner], orThrow: .externalIDTaken)
            let created = new.record(id: CustomerID(id), on: record.plan, at: now)
            try AuditTrail.add(db, "create", created.target, after: created.audited, by: author, at: now)
            return created
        }
    }

    /// Changes a customer's fields; nothing is written where nothing changes.
    public func updateCustomer(
        _ id: CustomerID, _ changes: CustomerChanges, if condition: VersionCondition = .any, by author: Author,
        now: UnixTime
    ) throws(DirectoryError) -> CustomerRecord {
        try write { db in
            try Self.change(db, id, "update", if: condition, by: author, at: now) { record, partner in
                if case .set(let plan) = changes.plan { _ = try Self.plan(db, plan, of: partner) }
                changes.apply(to: &record, at: now)
            }
        }
    }

    /// Makes a customer active on that plan; nil: on the one before the last downgrade, else the partner's first other one.
    public func upgradeCustomer(
        _ id: CustomerID, to plan: PlanID?, if condition: VersionCondition = .any, by author: Author, now: UnixTime
    ) throws(DirectoryError) -> CustomerRecord {
        try write { db in
            try Self.change(db, id, "upgrade", if: condition, by: author, at: now) { record, partner in
                if let plan {
                    guard plan != Plan.freeID else {
                        throw DirectoryError.invalid(field: .planID, reason: "names the free plan: downgrade instead")
                    }
                    record.subscription.upgrade(to: try Self.plan(db, plan, of: partner).id)
                } else {
                    let former = record.subscription
                    let other = try PlanRows.all(db, of: partner).first { !$0.isFree && $0.id != former.plan }
                    record.subscription.upgrade(to: former.planBeforeDowngrade ?? other?.id)
                }
            }
        }
    }

    /// Puts a customer on the free plan.
    public func downgradeCustomer(
        _ id: CustomerID, if condition: VersionCondition = .any, by author: Author, now: UnixTime
    ) throws(DirectoryError) -> CustomerRecord {
        try write { db in
            try Self.change(db, id, "downgrade", if: condition, by: author, at: now) { record, _ in
                record.subscription.downgrade()
            }
        }
    }

    /// Ends every trial whose time is over, each once; gives whose they were.
    @discardableResult
    public func endTrials(now: UnixTime) throws(DirectoryError) -> [CustomerID] {
        let due = "SELECT id FROM customer WHERE trial_ends_at <= ? ORDER BY id"
        guard try read({ try Int64.fetchOne($0, sql: due, arguments: [now.seconds]) }) != nil else { return [] }
        return try write { db in
            let ended = try Int64.fetchAll(db, sql: due, arguments: [now.seconds]).map { CustomerID($0) }
            for id in ended {
                _ = try Self.change(db, id, "trial_end", by: .system, at: now) { record, _ in
                    record.subscription.downgrade()
                }
            }
            return ended
        }
    }

    /// Deletes a customer with all that belongs to it, for good.
    public func deleteCustomer(
        _ id: CustomerID, if condition: VersionCondition = .any, by author: Author, now: UnixTime
    ) throws(DirectoryError) {
        try write { db in
            guard let record = try CustomerRows.find(db, id: id) else { throw DirectoryError.notFound(.customer) }
            try condition.check(record.version)
            try db.delete("DELETE FROM customer WHERE id = ?", [id.rawValue], orThrow: .customer)
            try AuditTrail.add(db, "delete", record.target, by: author, at: now)
        }
    }

    /// That partner's customers in order of creation.
    public func customers(of vendorID: VendorID) throws(DirectoryError) -> [CustomerRecord] {
        try read { try CustomerRows.all($0, of: try PartnerRows.id($0, of: vendorID)) }
    }

    /// The customer so named by that partner; another partner's is not found.
    public func customer(
        _ reference: Reference<CustomerID>, of vendorID: VendorID
    ) throws(DirectoryError) -> CustomerRecord {
        try read { db in
            let partner = try PartnerRows.id(db, of: vendorID)
            return try Self.found(CustomerRows.find(db, reference, of: partner))
        }
    }

    /// The customer of that number, whoever's it is.
    public func customer(_ id: CustomerID) throws(DirectoryError) -> CustomerRecord {
        try read { try Self.found(CustomerRows.find($0, id: id)) }
    }

    /// Changes one customer's row and tells the trail, unless nothing changes.
    private static func change(
        _ db: Database, _ id: CustomerID, _ action: String, if condition: VersionCondition = .any, by author: Author,
        at now: UnixTime, _ change: (inout CustomerRecord, Int64) throws -> Void
    ) throws -> CustomerRecord {
        let former = try found(CustomerRows.find(db, id: id))
        try condition.check(former.version)
        var record = former
        try change(&record, try PartnerRows.id(db, of: former.customer.vendorID))
        record.customer.status = record.subscription.status
        try record.check()
        let isChanged = try AuditTrail.add(
            db, action, record.target, before: former.audited, after: record.audited, by: author, at: now)
        guard isChanged || record.subscription != former.subscription else { return former }
        record.updatedAt = now
        let sql = """
            UPDATE customer SET external_id = ?, name = ?, origins = ?, origin_mode = ?, outer_ancestors = ?,
                notification_email = ?, plan_id = ?, status = ?, trial_ends_at = ?, plan_before_downgrade = ?,
                allowed_apps = ?, updated_at = ?, version = version + 1
            WHERE id = ?
            """
        try db.write(sql, try record.columns() + [id.rawValue], orThrow: .externalIDTaken)
        return try found(CustomerRows.find(db, id: id))
    }

    private static func found(_ record: CustomerRecord?) throws -> CustomerRecord {
        guard let record else { throw DirectoryError.notFound(.customer) }
        return record
    }

    private static func plan(_ db: Database, _ id: PlanID, of partner: Int64) throws -> Plan {
        do { return try PlanRows.find(db, id: id, of: partner) } catch DirectoryError.notFound(.plan) {
            throw DirectoryError.invalid(field: .planID, reason: "names no plan of this partner")
        }
    }
}

extension CustomerRecord {
    /// The values from `external_id` to `updated_at`, as both statements name them.
    fileprivate func columns() throws -> StatementArguments {
        [
            customer.externalID?.rawValue, customer.name, customer.origins.description, customer.originMode.rawValue,
            customer.outerAncestors.description, notificationEmail, subscription.plan.rawValue,
            subscription.status.rawValue, trialEndsAt?.seconds, subscription.planBeforeDowngrade?.rawValue,
            try allowedApps.map { try StoredValues.text($0) }, updatedAt.seconds,
        ]
    }
}
