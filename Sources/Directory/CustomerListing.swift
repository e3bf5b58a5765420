import Domain
import GRDB

extension DirectoryStore {
    /// A page of the customers that the query asks for, and how many there are.
    public func customers(_ query: CustomerQuery) throws(DirectoryError) -> Listing<CustomerRecord> {
        try read { db in
            let partner = try query.vendorID.map { try PartnerRows.id(db, of: $0) }
            guard let search = try CustomerSearch.plan(db, query.search, of: partner) else {
                return Listing(records: [], total: 0)
            }
            return try CustomerListing(query, partner, search).fetch(db)
        }
    }
}

/// The statements that find one page of customers and count all.
private struct CustomerListing {
    private let query: CustomerQuery
    private let scope: CustomerScope
    private let isRare: Bool
    private let isCostly: Bool
    private var condition = SQLCondition()

    init(_ query: CustomerQuery, _ partner: Int64?, _ search: CustomerSearch) {
        self.query = query
        scope = CustomerScope(partner: partner)
        isRare = search.isRare
        condition.add(scope.condition)
        condition.add("status = ?", query.status?.rawValue)
        condition.add("plan_id = ?", query.plan?.rawValue)
        condition.add("created_at >= ?", query.joinedFrom?.seconds)
        condition.add("created_at < ?", query.joinedTo?.seconds)
        condition.add("id IN (SELECT customer_id FROM customer_app WHERE app = ? AND connections > 0)", query.app)
        condition.add(search.condition)
        isCostly = search.isCostly || query.app != nil
    }

    func fetch(_ db: Database) throws -> Listing<CustomerRecord> {
        let (ids, total) = try isCostly ? oneReading(db) : twoReadings(db)
        return Listing(records: try CustomerRows.all(db, ids), total: total)
    }

    /// Counts and finds apart, where looking at a row costs nothing: counting hands no rows out, finding stops early.
    private func twoReadings(_ db: Database) throws -> (ids: [Int64], total: Int) {
        let count = "SELECT count(*) FROM customer \(index(.joined)) \(condition.clause)"
        let total = try Int.fetchOne(db.cachedStatement(sql: count), arguments: condition.arguments)
        let ids = try Int64.fetchAll(
            db.cachedStatement(sql: "\(select) LIMIT ? OFFSET ?"),
            arguments: condition.arguments + [query.page.size, query.page.offset])
        return (ids, total ?? 0)
    }

    /// Counts what it passes, where a condition first gathers rows of its own.
    private func oneReading(_ db: Database) throws -> (ids: [Int64], total: Int) {
        let found = try Int64.fetchCursor(db.cachedStatement(sql: select), arguments: condition.arguments)
        var (ids, total): ([Int64], Int) = ([], 0)
        while let id = try found.next() {
            if total >= query.page.offset, ids.count < query.page.size { ids.append(id) }
            total += 1
        }
        return (ids, total)
    }

    private var select: String {
        "SELECT id FROM customer \(index(query.sort)) \(condition.clause) \(order)"
    }

    /// Few rows are found by number and then sorted; many are read off in order, from an index that has all it takes.
    private func index(_ sort: CustomerQuery.Sort) -> String {
        isRare ? "NOT INDEXED" : "INDEXED BY \(scope.index(sort.rawValue))"
    }

    private var order: String {
        let direction = query.isDescending ? "DESC" : "ASC"
        let keys = SearchSchema.keys(of: query.sort) + ["id"]
        return "ORDER BY " + keys.map { "\($0) \(direction)" }.joined(separator: ", ")
    }
}

/// Whose customers are looked at: an index for each order begins with the partner, another does without.
struct CustomerScope {
    /// The partner's row; nil: every partner's customers.
    let partner: Int64?

    /// Holds for the customers looked at.
    var condition: SQLCondition {
        var condition = SQLCondition()
        condition.add("partner_id = ?", partner)
        return condition
    }

    /// The index of that order.
    func index(_ order: String) -> String {
        partner == nil ? SearchSchema.index(by: order) : SearchSchema.partnerIndex(by: order)
    }
}

/// Conditions that must all hold, with their arguments.
struct SQLCondition {
    private var terms: [String] = []
    /// What stands for the question marks, in order.
    private(set) var arguments = StatementArguments()

    /// Adds a condition on a value, where there is one.
    mutating func add(_ term: String, _ value: (any DatabaseValueConvertible)?) {
        guard let value else { return }
        add(term, [value])
    }

    /// Adds a condition with any number of arguments.
    mutating func add(_ term: String, _ values: StatementArguments) {
        terms.append(term)
        arguments += values
    }

    /// Adds all of another's.
    mutating func add(_ other: SQLCondition) {
        terms += other.terms
        arguments += other.arguments
    }

    /// `WHERE`, or nothing where everything will do.
    var clause: String { terms.isEmpty ? "" : "WHERE " + terms.joined(separator: " AND ") }
}
