import Directory
import Domain
import GRDB
import Testing

@testable import Directory

struct ConnectionStoreTests {
    let file: TemporaryFile
    let store: DirectoryStore
    let customer: CustomerID

    init() throws {
        file = try TemporaryFile()
        store = try DirectoryStore(path: file.path)
        try store.partner(named: "acme")
        customer = try store.customer(of: "acme").customer.id
    }

    private func put(
        _ id: String, _ app: String = "slack", _ status: Connection.AuthorizationStatus = .success,
        at time: UnixTime = now
    ) throws -> Connection {
        let new = NewConnection(name: "C", provider: app, authorizationStatus: status)
        return try store.putConnection(id, new, of: customer, now: time)
    }

    private func counts() throws -> [Int64] {
        let counts = try store.customer(customer).counts
        let partner = try store.pool.read {
            try Row.fetchOne($0, sql: "SELECT connection_count, active_recipe_count FROM partner")
        }
        let row = try #require(partner)
        #expect([counts.connections, counts.activeRecipes] == [row[0], row[1]])
        return [counts.connections, counts.activeRecipes]
    }

    @Test("A connection comes back as it was reported, in order of the first report")
    func roundTrip() throws {
        let new = NewConnection(
            name: "Team 'chat'", provider: "slack", authorizationStatus: .success, authorizedAt: UnixTime(5))
        let second = try store.putConnection("a.B_9-", new, of: customer, now: later)
        let first = try put("z")
        #expect((second.id, second.name, second.provider) == ("a.B_9-", "Team 'chat'", "slack"))
        #expect((second.authorizedAt, second.createdAt, second.updatedAt) == (UnixTime(5), later, later))
        #expect(try store.connections(of: customer) == Listing(records: [first, second], total: 2))
        let page = try #require(Page(number: 2, size: 1))
        #expect(try store.connections(of: customer, page: page) == Listing(records: [second], total: 2))
    }

    @Test("The same report again changes nothing; another keeps when it was first reported and authenticated")
    func again() throws {
        let first = try put("1")
        #expect(first.authorizedAt == now)
        #expect(try put("1", at: later) == first)
        let moved = try put("1", "jira", at: later)
        #expect((moved.provider, moved.authorizedAt, moved.createdAt, moved.updatedAt) == ("jira", now, now, later))
        #expect(try put("1", "jira", .failed, at: later).authorizedAt == nil)
        #expect(try put("1", "jira", at: later).authorizedAt == later)
        #expect(try store.connections(of: customer).total == 1)
    }

    @Test("Only authenticated connections count, after every kind of change")
    func counting() throws {
        var seen: [[Int64]] = []
        for (id, app, status) in [
            ("1", "slack", Connection.AuthorizationStatus.success), ("2", "slack", .pending), ("2", "slack", .success),
            ("1", "jira", .success), ("1", "jira", .failed), ("1", "sap", .failed), ("1", "sap", .success),
        ] {
            _ = try put(id, app, status)
            seen.append(try counts())
        }
        #expect(seen.map { $0[0] } == [1, 1, 2, 2, 1, 1, 2])
        #expect(try store.customer(customer).counts.topApps == ["sap", "slack"])
        try store.deleteConnection("1", of: customer)
        #expect(try counts() == [1, 0])
        #expect(try store.customer(customer).counts.topApps == ["slack"])
    }

    @Test("Only running recipes count, after every kind of change")
    func recipes() throws {
        var seen: [[Int64]] = []
        for (id, running) in [("1", true), ("2", false), ("2", true), ("1", false), ("1", false), ("1", true)] {
            _ = try store.putRecipe(id, NewRecipe(name: "R", isRunning: running), of: customer, now: now)
            seen.append(try counts())
        }
        #expect(seen.map { $0[1] } == [1, 1, 2, 1, 1, 2])
        try store.deleteRecipe("1", of: customer)
        #expect(try counts() == [0, 1])
        let renamed = try store.putRecipe("2", NewRecipe(name: "S", isRunning: true), of: customer, now: later)
        #expect((renamed.name, renamed.createdAt, renamed.updatedAt) == ("S", now, later))
        #expect(try store.putRecipe("2", NewRecipe(name: "S", isRunning: true), of: customer, now: now) == renamed)
        let last = try store.putRecipe("0", NewRecipe(name: "T", isRunning: false), of: customer, now: later)
        #expect(try store.recipes(of: customer).records.last == last)
        let page = try #require(Page(number: 1, size: 1))
        #expect(try store.recipes(of: customer, page: page) == Listing(records: [renamed], total: 2))
        #expect(throws: DirectoryError.notFound(.customer)) { try store.recipes(of: CustomerID(99)) }
    }

    @Test("A customer's deletion takes what it counted from its partner, and leaves no row")
    func deletion() throws {
        let other = try store.customer(of: "acme").customer.id
        for id in [customer, other] {
            _ = try store.putConnection("1", NewConnection(name: "C", provider: "slack"), of: id, now: now)
            _ = try store.putRecipe("1", NewRecipe(name: "R", isRunning: true), of: id, now: now)
        }
        try store.deleteCustomer(other, by: author, now: now)
        #expect(try counts() == [1, 1])
        try store.deleteCustomer(customer, by: author, now: now)
        let left = try store.pool.read { db in
            try ["connection", "customer_app", "recipe", "usage_day"].map {
                try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0)")
            }
        }
        #expect(left == [0, 0, 0, 0])
        let partner = try store.pool.read {
            try Row.fetchOne($0, sql: "SELECT customer_count, connection_count, active_recipe_count FROM partner")
        }
        #expect(partner == ["customer_count": 0, "connection_count": 0, "active_recipe_count": 0])
    }

    @Test("An app that the customer may not use is refused, and nothing is written")
    func appNotAllowed() throws {
        let allow = { (apps: [String]?) in
            _ = try store.updateCustomer(
                customer, CustomerChanges(allowedApps: .set(apps)), by: author, now: now)
        }
        _ = try put("0", "sap")
        try allow(["slack"])
        _ = try put("1", "slack")
        #expect(throws: DirectoryError.appNotAllowed) { try put("2", "jira") }
        #expect(throws: DirectoryError.appNotAllowed) { try put("1", "Slack") }
        #expect(throws: DirectoryError.appNotAllowed) { try put("0", "sap", .failed) }
        #expect(try store.connections(of: customer).records.map(\.provider) == ["sap", "slack"])
        try allow([])
        #expect(throws: DirectoryError.appNotAllowed) { try put("1", "slack") }
        try allow(nil)
        _ = try put("2", "jira")
    }

    @Test("All that is wrong with a report is named at once")
    func invalid() throws {
        let app = "must be 1 to 64 letters, digits, dots, hyphens or underscores"
        #expect(
            throws: DirectoryError.invalid([.connectionID: app, .provider: app, .name: "must have 1 to 255 bytes"])
        ) {
            try store.putConnection("a/b", NewConnection(name: "", provider: "é"), of: customer, now: now)
        }
        #expect(throws: DirectoryError.invalid([.recipeID: app, .name: "is blank"])) {
            try store.putRecipe("", NewRecipe(name: " ", isRunning: true), of: customer, now: now)
        }
    }

    @Test("What is not there is not found, and another customer's neither")
    func notFound() throws {
        let other = try store.customer(of: "acme").customer.id
        _ = try put("1")
        _ = try store.putRecipe("1", NewRecipe(name: "R", isRunning: true), of: customer, now: now)
        #expect(throws: DirectoryError.notFound(.connection)) { try store.deleteConnection("1", of: other) }
        #expect(throws: DirectoryError.notFound(.recipe)) { try store.deleteRecipe("1", of: other) }
        let nobody = CustomerID(99)
        #expect(throws: DirectoryError.notFound(.customer)) { try store.deleteConnection("1", of: nobody) }
        #expect(throws: DirectoryError.notFound(.customer)) { try store.deleteRecipe("1", of: nobody) }
        #expect(throws: DirectoryError.notFound(.customer)) { try store.connections(of: nobody) }
        #expect(throws: DirectoryError.notFound(.customer)) {
            try store.putConnection("1", NewConnection(name: "C", provider: "slack"), of: nobody, now: now)
        }
        #expect(throws: DirectoryError.notFound(.customer)) {
            try store.putRecipe("1", NewRecipe(name: "R", isRunning: true), of: nobody, now: now)
        }
        #expect(try counts() == [1, 1])
    }
}
