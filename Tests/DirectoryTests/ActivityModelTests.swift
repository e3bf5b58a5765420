import CasementTesting
import Domain
import GRDB
import Testing

@testable import Directory

/// Random reports and deletions: every counter is what counting the rows gives.
struct ActivityModelTests {
    @Test("After any reports, the counters equal the rows", arguments: 1...6 as ClosedRange<UInt64>)
    func agreement(seed: UInt64) throws {
        let file = try TemporaryFile()
        var world = try ActivityWorld(path: file.path, seed: seed)
        for _ in 0..<12 {
            for _ in 0..<25 { try world.step() }
            try world.check()
        }
    }
}

private struct ActivityWorld {
    let store: DirectoryStore
    var random: SeededRandom
    var time = UnixTime(1_709_100_000)
    var customers: [CustomerID] = []
    var members: [MemberID] = []
    let vendors: [VendorID]

    init(path: String, seed: UInt64) throws {
        store = try DirectoryStore(path: path)
        random = SeededRandom(seed: seed)
        vendors = try ["acme", "beta"].map(vendor)
        for id in ["acme", "beta"] { try store.partner(named: id) }
    }

    /// One report; what the directory refuses because a thing is gone is part of the game.
    mutating func step() throws {
        do { try act() } catch DirectoryError.notFound {} catch DirectoryError.invalid(let fields) {
            #expect(Array(fields.keys) == [.managedUserID])
        }
    }

    private mutating func act() throws {
        let id = String(pick(0..<6))
        switch pick(0..<24) {
        case 0..<2:
            let vendorID = vendors[pick(0..<2)]
            let new = NewCustomer(vendorID: vendorID, name: "C\(customers.count)")
            customers.append(try store.createCustomer(new, by: author, now: time).customer.id)
        case 2: try store.deleteCustomer(anybody(), by: author, now: time)
        case 3..<8:
            let status = Connection.AuthorizationStatus.allCases.randomElement(using: &random) ?? .success
            let new = NewConnection(
                name: "C", provider: ["slack", "jira", "sap"][pick(0..<3)], authorizationStatus: status)
            _ = try store.putConnection(id, new, of: anybody(), now: time)
        case 8..<10: try store.deleteConnection(id, of: anybody())
        case 10..<13:
            let new = NewRecipe(name: "R", isRunning: Bool.random(using: &random))
            _ = try store.putRecipe(id, new, of: anybody(), now: time)
        case 13: try store.deleteRecipe(id, of: anybody())
        case 20..<23: members.append(try store.member(of: anybody()).member.id)
        case 23:
            guard let member = members.randomElement(using: &random) else { return }
            try store.deleteMember(member, by: author, now: time)
        case 14: time = time + Int64(pick(0..<1_000_000))
        case _:
            let reports = (0..<pick(0..<5)).map { _ in
                JobReport(
                    reportID: String(pick(0..<400)), customerID: anybody(),
                    outcome: Bool.random(using: &random) ? .succeeded : .failed, tasks: Int64(pick(0..<9)),
                    finishedAt: time - Int64(pick(0..<3_000_000)))
            }
            _ = try store.recordJobs(reports, now: time)
        }
    }

    private mutating func pick(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }

    private mutating func anybody() -> CustomerID { customers.randomElement(using: &random) ?? CustomerID(99) }

    func check() throws {
        for (counted, rows) in Self.counts {
            let pair = try store.pool.read { db in
                try (Row.fetchAll(db, sql: counted), Row.fetchAll(db, sql: rows))
            }
            #expect(pair.0 == pair.1)
        }
        try checkTasks()
    }

    /// The tasks that a row counts for this month are those of the month's days.
    private func checkTasks() throws {
        let month = CalendarMonth(time)
        for record in try store.customers(CustomerQuery()).records {
            let dashboard = try store.dashboard(
                of: record.customer.id, from: month.firstDay, to: (month + 1).firstDay + -1)
            #expect(record.counts.tasks(at: time) == dashboard.total.tasks)
        }
    }

    private static let counts = [
        (
            "SELECT id, connection_count AS n FROM customer ORDER BY id",
            """
            SELECT id, (SELECT count(*) FROM connection WHERE customer_id = customer.id
                AND authorization_status = 'success') AS n FROM customer ORDER BY id
            """
        ),
        (
            "SELECT id, active_recipe_count AS n FROM customer ORDER BY id",
            """
            SELECT id, (SELECT count(*) FROM recipe WHERE customer_id = customer.id AND running) AS n
            FROM customer ORDER BY id
            """
        ),
        (
            "SELECT customer_id, app, connections AS n FROM customer_app WHERE connections <> 0 ORDER BY customer_id, app",
            """
            SELECT customer_id, provider AS app, count(*) AS n FROM connection
            WHERE authorization_status = 'success' GROUP BY customer_id, provider ORDER BY customer_id, provider
            """
        ),
        (
            """
            SELECT id, customer_count AS c, member_count AS m, connection_count AS n, active_recipe_count AS r
            FROM partner ORDER BY id
            """,
            """
            SELECT id, (SELECT count(*) FROM customer WHERE partner_id = partner.id) AS c,
                (SELECT count(*) FROM member JOIN customer ON customer.id = customer_id
                    WHERE partner_id = partner.id) AS m,
                (SELECT count(*) FROM connection JOIN customer ON customer.id = customer_id
                    WHERE partner_id = partner.id AND authorization_status = 'success') AS n,
                (SELECT count(*) FROM recipe JOIN customer ON customer.id = customer_id
                    WHERE partner_id = partner.id AND running) AS r
            FROM partner ORDER BY id
            """
        ),
        (
            """
            SELECT partner_id, app, connections AS n, customers AS c FROM partner_app
            WHERE connections <> 0 OR customers <> 0 ORDER BY partner_id, app
            """,
            """
            SELECT partner_id, provider AS app, count(*) AS n, count(DISTINCT customer_id) AS c
            FROM connection JOIN customer ON customer.id = customer_id
            WHERE authorization_status = 'success' GROUP BY partner_id, provider ORDER BY partner_id, provider
            """
        ),
    ]
}
