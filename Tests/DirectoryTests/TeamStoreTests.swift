import Directory
import Domain
import GRDB
import Testing

struct TeamStoreTests {
    let file: TemporaryFile
    let store: DirectoryStore

    init() throws {
        file = try TemporaryFile()
        store = try DirectoryStore(path: file.path)
        try store.partner(named: "acme")
        try store.partner(named: "beta")
    }

    @Test("A customer manager is created, listed with its partner's only, and deleted")
    func lifecycle() throws {
        let ann = try manager("Ann", "ann@example.com")
        let bob = try manager("Bob", "bob@example.com")
        let other = try manager("Cid", "cid@example.com", of: "beta")
        #expect((ann.name, ann.email, ann.role) == ("Ann", "ann@example.com", .customerManager))
        #expect(try ann.vendorID == vendor("acme"))
        #expect((ann.createdAt, ann.updatedAt, ann.passwordHash) == (now, now, nil))
        #expect(try store.customerManagers(of: vendor("acme")) == [ann, bob])
        #expect(throws: DirectoryError.notFound(.customerManager)) { try delete(other) }
        try delete(ann)
        #expect(throws: DirectoryError.notFound(.customerManager)) { try delete(ann) }
        #expect(try store.customerManagers(of: vendor("acme")) == [bob])
        #expect(try store.customerManagers(of: vendor("beta")) == [other])
        #expect(try manager("Ann", "ann@example.com").id > other.id)
    }

    @Test("An address belongs to one person, in whatever case and on whatever team")
    func emailTaken() throws {
        let ann = try manager("Ann", "ann@example.com")
        #expect(throws: DirectoryError.conflict(.emailTaken)) { try manager("Bob", "ANN@Example.com", of: "beta") }
        #expect(try store.teamUser(email: "Ann@example.COM") == ann)
        #expect(try store.teamUser(email: "bob@example.com") == nil)
    }

    @Test("Somebody who is no customer manager is neither listed nor deleted as one")
    func admins() throws {
        let admin = try store.createTeamUser(
            NewTeamUser(vendorID: vendor("acme"), name: "Ada", email: "ada@example.com", role: .admin), by: author,
            now: now)
        #expect(try store.customerManagers(of: vendor("acme")).isEmpty)
        #expect(throws: DirectoryError.notFound(.customerManager)) { try delete(admin) }
    }

    @Test("Only an operator is on the operator's team")
    func operators() throws {
        let wrong = DirectoryError.invalid(field: .roleName, reason: "is none of that team's")
        for (team, role) in [(nil, .admin), (try vendor("acme"), .operator)] as [(VendorID?, TeamUserRecord.Role)] {
            #expect(throws: wrong) {
                try store.createTeamUser(
                    NewTeamUser(vendorID: team, name: "Opa", email: "opa@example.com", role: role), by: author,
                    now: now)
            }
        }
        let new = NewTeamUser(
            vendorID: nil, name: "Opa", email: "opa@example.com", role: .operator, passwordHash: Secret("h1"))
        let opa = try store.createTeamUser(new, by: author, now: now)
        #expect((opa.vendorID, opa.passwordHash) == (nil, Secret("h1")))
    }

    @Test("All that is wrong with a new person is named at once")
    func invalid() throws {
        #expect(
            throws: DirectoryError.invalid([
                .name: "must have 1 to 255 bytes", .email: "is not an e-mail address",
            ])
        ) { try manager("", "nowhere") }
        #expect(throws: DirectoryError.notFound(.partner)) { try manager("Ann", "ann@example.com", of: "nobody") }
        #expect(throws: DirectoryError.notFound(.partner)) { try store.customerManagers(of: vendor("nobody")) }
    }

    @Test("A password is set and taken away; the trail tells that, and never the hash")
    func passwords() throws {
        let ann = try manager("Ann", "ann@example.com")
        try store.setPassword(Secret("scrypt$hash"), of: ann.id, by: author, now: later)
        let changed = try #require(try store.teamUser(email: ann.email))
        #expect((changed.passwordHash, changed.updatedAt) == (Secret("scrypt$hash"), later))
        #expect(!String(reflecting: changed).contains("scrypt"))
        try store.setPassword(nil, of: ann.id, by: author, now: later)
        #expect(try store.teamUser(email: ann.email)?.passwordHash == nil)
        #expect(throws: DirectoryError.notFound(.teamUser)) {
            try store.setPassword(nil, of: TeamUserID(99), by: author, now: now)
        }
        let trail = try file.trail(of: "team_user")
        #expect(trail.map(\.action) == ["create", "set_password", "set_password"].map { "team_user.\($0)" })
        #expect(
            trail.map(\.after) == [
                #"{"name":"Ann","email":"ann@example.com","role_name":"customer_manager"}"#, nil, nil,
            ])
    }

    @Test("After a deletion the trail keeps the number, not the name or the address")
    func forgotten() throws {
        let ann = try manager("Ann", "ann@example.com")
        try delete(ann)
        let trail = try file.trail(of: "team_user")
        #expect(trail.map(\.action) == ["team_user.create", "team_user.delete"])
        #expect(trail.map(\.after) == [nil, nil])
    }

    @Test("People of a deleted partner are gone with it")
    func cascade() throws {
        _ = try manager("Ann", "ann@example.com")
        try store.deletePartner(vendor("acme"), by: author, now: now)
        #expect(try store.teamUser(email: "ann@example.com") == nil)
    }

    @discardableResult
    private func manager(_ name: String, _ email: String, of partner: String = "acme") throws -> TeamUserRecord {
        try store.createCustomerManager(name, email: email, of: vendor(partner), by: author, now: now)
    }

    private func delete(_ user: TeamUserRecord) throws {
        try store.deleteCustomerManager(user.id, of: vendor("acme"), by: author, now: now)
    }
}

/// What the trail of a file tells of a kind of thing.
struct TrailLine: Hashable {
    let action: String
    let actor: String
    let before: String?
    let after: String?
}

extension TemporaryFile {
    func trail(of kind: String) throws -> [TrailLine] {
        let sql = "SELECT action, actor_kind, before, after FROM audit_event WHERE target_kind = ? ORDER BY id"
        return try DatabaseQueue(path: path).read { db in
            try Row.fetchAll(db, sql: sql, arguments: [kind]).map {
                TrailLine(action: $0[0], actor: $0[1], before: $0[2], after: $0[3])
            }
        }
    }
}
