import Domain
import GRDB

extension DirectoryStore {
    /// The apps that the partner's customers have the most authenticated connections to, the most first.
    public func topApps(of vendorID: VendorID, limit: Int = 10) throws(DirectoryError) -> [AppCount] {
        try read { db in
            let sql = """
                SELECT app, connections, customers FROM partner_app WHERE partner_id = ? AND connections > 0
                ORDER BY connections DESC, app LIMIT ?
                """
            return try Row.fetchAll(
                db.cachedStatement(sql: sql), arguments: [PartnerRows.id(db, of: vendorID), limit]
            ).map { AppCount(app: $0[0], connections: $0[1], customers: $0[2]) }
        }
    }

    /// The apps that any of the partner's customers, or of all with a vendor id of nil, has an authenticated connection
    /// to, by name; at most a thousand.
    public func appsInUse(of vendorID: VendorID?) throws(DirectoryError) -> [String] {
        try read { db in
            let partner = try vendorID.map { try PartnerRows.id(db, of: $0) }
            let sql = """
                SELECT DISTINCT app FROM partner_app WHERE connections > 0 AND partner_id = ifnull(?, partner_id)
                ORDER BY app COLLATE NOCASE, app LIMIT 1000
                """
            return try String.fetchAll(db.cachedStatement(sql: sql), arguments: [partner])
        }
    }

    /// Every partner by name, for a choice; at most a thousand.
    public func partnerNames() throws(DirectoryError) -> [PartnerName] {
        try read { db in
            let sql = "SELECT vendor_id, name FROM partner ORDER BY name COLLATE NOCASE, id LIMIT 1000"
            return try Row.fetchAll(db.cachedStatement(sql: sql)).map {
                PartnerName(vendorID: try StoredValues.vendorID($0[0]), name: $0[1])
            }
        }
    }

    /// A partner's name; `notFound` for one that is not there.
    public func partnerName(_ vendor: VendorID) throws(DirectoryError) -> PartnerName {
        try read { db in
            let sql = "SELECT name FROM partner WHERE vendor_id = ?"
            guard let name = try String.fetchOne(db.cachedStatement(sql: sql), arguments: [vendor.rawValue]) else {
                throw DirectoryError.notFound(.partner)
            }
            return PartnerName(vendorID: vendor, name: name)
        }
    }

    /// Every plan, everybody's first, with how many customers are on it.
    public func planUses() throws(DirectoryError) -> [PlanUse] {
        try read { db in
            let counts = try Row.fetchAll(db, sql: "SELECT plan_id, count(*) FROM customer GROUP BY plan_id")
            let customers = Dictionary(uniqueKeysWithValues: counts.map { (PlanID($0[0]), $0[1] as Int64) })
            return try PlanRows.all(db, of: nil).map { PlanUse(plan: $0, customers: customers[$0.id] ?? 0) }
        }
    }

    /// The partner's customers with the most tasks since the first of the month of `now`, UTC, the most first; none
    /// without any.
    public func leaderboard(
        of vendorID: VendorID, limit: Int = 10, now: UnixTime
    ) throws(DirectoryError) -> [CustomerRecord] {
        try read { db in
            let scope = CustomerScope(partner: try PartnerRows.id(db, of: vendorID))
            let sql = """
                SELECT id FROM customer INDEXED BY \(scope.index(CustomerQuery.Sort.tasks.rawValue))
                WHERE partner_id = ? AND task_month = ? AND task_count > 0 ORDER BY task_count DESC, id LIMIT ?
                """
            let ids = try Int64.fetchAll(
                db.cachedStatement(sql: sql), arguments: [scope.partner, CalendarMonth(now).number, limit])
            return try CustomerRows.all(db, ids)
        }
    }
}

/// How much an app is used.
public struct AppCount: Hashable, Sendable {
    /// The app's name.
    public let app: String
    /// Authenticated connections to it.
    public let connections: Int64
    /// Customers that have any.
    public let customers: Int64
}

/// What a partner is called.
public struct PartnerName: Hashable, Sendable {
    /// Its name in tokens.
    public let vendorID: VendorID
    /// The name people read.
    public let name: String
}

/// How much a plan is used.
public struct PlanUse: Hashable, Sendable {
    /// The plan.
    public let plan: Plan
    /// Customers on it.
    public let customers: Int64
}
