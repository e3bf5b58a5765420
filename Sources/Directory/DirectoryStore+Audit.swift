import Domain
import GRDB

extension DirectoryStore {
    /// Events from the newest on; `next` is where the following page begins, nil at the end.
    public func auditEvents(_ query: AuditQuery) throws(DirectoryError) -> (events: [AuditEvent], next: Int64?) {
        try read { db in
            var (conditions, arguments) = query.conditions
            conditions.insert("1", at: 0)
            arguments += [query.limit + 1]
            let sql = """
                SELECT id, at, actor_kind, actor_id, actor_name, address, request_id, action, vendor_id, customer_id,
                    target_kind, target_id, before, after
                FROM audit_event WHERE \(conditions.joined(separator: " AND ")) ORDER BY id DESC LIMIT ?
                """
            let events = try Row.fetchAll(db, sql: sql, arguments: arguments).map(Self.event)
            let page = Array(events.prefix(query.limit))
            return (page, events.count > page.count ? page.last?.id : nil)
        }
    }

    /// Adds an event of something that no row tells of, as the end of a session.
    public func recordEvent(
        _ action: String, _ target: AuditTarget, details: [(String, JSONText)] = [], by author: Author, now: UnixTime
    ) throws(DirectoryError) {
        _ = try write { db in
            try AuditTrail.add(
                db, action, target, after: details.isEmpty ? nil : details, by: author, at: now)
        }
    }

    private static func event(_ row: Row) throws -> AuditEvent {
        let author = Author(
            try StoredValues.authorKind(row[2]), id: row[3], name: row[4], address: row[5], requestID: row[6])
        let target = AuditTarget(
            try StoredValues.targetKind(row[10]), row[11], of: try (row[8] as String?).map(StoredValues.vendorID),
            customer: (row[9] as Int64?).map { CustomerID($0) })
        return AuditEvent(
            id: row[0], at: UnixTime(row[1]), author: author, action: row[7], target: target, before: row[12],
            after: row[13])
    }
}

extension AuditQuery {
    /// The conditions with their values, in order.
    fileprivate var conditions: ([String], StatementArguments) {
        var (conditions, arguments): ([String], StatementArguments) = ([], [])
        func add(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            conditions.append(condition)
            arguments += [value]
        }
        add("vendor_id = ?", vendorID?.rawValue)
        add("customer_id = ?", customer?.rawValue)
        add("action = ?", action)
        add("actor_kind = ?", author?.rawValue)
        add("at >= ?", from?.seconds)
        add("at < ?", to?.seconds)
        add("id < ?", before)
        return (conditions, arguments)
    }
}
