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

    @Test("An update changes the fields present, tells the trail, and is the team's own only")
    func update() throws {
        let ann = try manager("Ann", "ann@example.com")
        let bob = try manager("Bob", "bob@example.com")
        let changes = TeamUserChanges(name: .set("Anna"), role: .set(.admin))
        let changed = try store.updateTeamUser(ann.id, changes, of: vendor("acme"), by: author, now: later)
        #expect((changed.name, changed.email, changed.role) == ("Anna", "ann@example.com", .admin))
        #expect((changed.createdAt, changed.updatedAt) == (now, later))
        #expect(try store.teamUser(ann.id) == changed)
        #expect(try file.trail(of: "team_user").last?.after == #"{"name":"Anna","role_name":"admin"}"#)
        let count = try file.trail(of: "team_user").count
        #expect(try store.updateTeamUser(ann.id, changes, of: vendor("acme"), by: author, now: later) == changed)
        #expect(try file.trail(of: "team_user").count == count)
        #expect(throws: DirectoryError.conflict(.emailTaken)) {
            try store.updateTeamUser(
                bob.id, TeamUserChanges(email: .set("ANN@example.com")), of: vendor("acme"), by: author, now: later)
        }
        #expect(throws: DirectoryError.invalid(field: .roleName, reason: "is none of that team's")) {
            try store.updateTeamUser(
                bob.id, TeamUserChanges(role: .set(.operator)), of: vendor("acme"), by: author, now: later)
        }
        for team in [try vendor("beta"), nil] {
            #expect(throws: DirectoryError.notFound(.teamUser)) {
                try store.updateTeamUser(bob.id, changes, of: team, by: author, now: later)
            }
            #expect(throws: DirectoryError.notFound(.teamUser)) {
                try store.deleteTeamUser(bob.id, of: team, by: author, now: later)
            }
        }
        #expect(try store.teamUser(bob.id) == bob)
    }

    @Test("A team is listed by name, and whoever is deleted is gone from it")
    func team() throws {
        let (zoe, ann) = (try manager("Zoe", "zoe@example.com"), try manager("ann", "ann@example.com"))
        _ = try manager("Cid", "cid@example.com", of: "beta")
        #expect(try store.team(of: vendor("acme")) == [ann, zoe])
        #expect(try store.team(of: nil).isEmpty)
        try store.deleteTeamUser(ann.id, of: vendor("acme"), by: author, now: now)
        #expect(try store.team(of: vendor("acme")) == [zoe])
        #expect(try store.teamUser(ann.id) == nil)
    }

    @Test("The last operator stays")
    func lastOperator() throws {
        let users = try ["o@example.com", "p@example.com"].map {
            try store.createTeamUser(
                NewTeamUser(vendorID: nil, name: "O", email: $0, role: .operator), by: author, now: now)
        }
        try store.deleteTeamUser(users[0].id, of: nil, by: author, now: now)
        #expect(throws: DirectoryError.conflict(.lastOperator)) {
            try store.deleteTeamUser(users[1].id, of: nil, by: author, now: now)
        }
        #expect(try store.team(of: nil) == [users[1]])
    }

    @Test("The view follows who is on a partner's team")
    func view() throws {
        let acme = try vendor("acme")
        let follower = try DirectoryFollower(path: file.path, view: store.loadView())
        let ann = try manager("Ann", "ann@example.com")
        #expect(try follower.poll()?.partner(acme)?.team == [ann.id])
        _ = try store.createTeamUser(
            NewTeamUser(vendorID: nil, name: "O", email: "o@example.com", role: .operator), by: author, now: now)
        #expect(try follower.poll()?.sequence == nil)
        try delete(ann)
        #expect(try follower.poll()?.partner(acme)?.team == [])
        #expect(try store.loadView().partner(acme)?.team == [])
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
