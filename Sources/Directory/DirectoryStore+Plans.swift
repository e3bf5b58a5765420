import Domain
import GRDB

extension DirectoryStore {
    /// The plans that the partner's customers may have, everybody's first; nil: every plan.
    public func plans(of vendorID: VendorID?) throws(DirectoryError) -> [Plan] {
        try read { try PlanRows.all($0, of: try vendorID.map { [db = $0] in try PartnerRows.id(db, of: $0) }) }
    }

    /// Creates a plan.
    public func createPlan(_ new: NewPlan, by author: Author, now: UnixTime) throws(DirectoryError) -> Plan {
        let sketch = Plan(
            id: PlanID(0), vendorID: new.vendorID, name: new.name, taskLimit: new.taskLimit,
            connectionLimit: new.connectionLimit)
        try sketch.check()
        return try write { db in
            let partner = try new.vendorID.map { try PartnerRows.id(db, of: $0) }
            let sql = "INSERT INTO plan (partner_id, name, task_limit, connection_limit) VALUES (?, ?, ?, ?)"
            let id = try db.insert(
                sql, [partner, new.name, new.taskLimit, new.connectionLimit], orThrow: .planNameTaken)
            let target = AuditTarget(.plan, id, of: new.vendorID)
            try AuditTrail.add(db, "create", target, after: sketch.audited, by: author, at: now)
            return try PlanRows.find(db, id: PlanID(id), of: nil)
        }
    }

    /// Changes a plan, for every customer that is on it.
    public func updatePlan(
        _ id: PlanID, _ changes: PlanChanges, by author: Author, now: UnixTime
    ) throws(DirectoryError) -> Plan {
        try write { db in
            let former = try PlanRows.find(db, id: id, of: nil)
            var plan = former
            try changes.apply(to: &plan)
            let sql = "UPDATE plan SET name = ?, task_limit = ?, connection_limit = ? WHERE id = ?"
            try db.write(
                sql, [plan.name, plan.taskLimit, plan.connectionLimit, id.rawValue], orThrow: .planNameTaken)
            try AuditTrail.add(
                db, "update", AuditTarget(.plan, id.rawValue, of: plan.vendorID), before: former.audited,
                after: plan.audited, by: author, at: now)
            return plan
        }
    }

    /// Deletes a plan that no customer is on; the free one stays.
    public func deletePlan(_ id: PlanID, by author: Author, now: UnixTime) throws(DirectoryError) {
        try write { db in
            let plan = try PlanRows.find(db, id: id, of: nil)
            let sql = "SELECT EXISTS (SELECT 1 FROM customer WHERE plan_id = ?)"
            let isUsed = try Bool.fetchOne(db, sql: sql, arguments: [id.rawValue]) ?? false
            guard !isUsed, !plan.isFree else { throw DirectoryError.conflict(.planInUse) }
            try db.delete("DELETE FROM plan WHERE id = ?", [id.rawValue], orThrow: .plan)
            let target = AuditTarget(.plan, id.rawValue, of: plan.vendorID)
            try AuditTrail.add(db, "delete", target, before: plan.audited, by: author, at: now)
        }
    }
}
