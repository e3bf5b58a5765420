import Directory
import Domain
import GRDB
import Testing

struct AuditTrailTests {
    let file: TemporaryFile
    let store: DirectoryStore
    let acme: VendorID

    init() throws {
        file = try TemporaryFile()
        store = try DirectoryStore(path: file.path)
        acme = try vendor("acme")
        try store.partner(named: "acme", keys: [key("k1")])
        try store.partner(named: "beta")
    }

    private func events(_ query: AuditQuery = AuditQuery()) throws -> [AuditEvent] {
        try store.auditEvents(query).events
    }

    @Test("An event tells who, when, what and from where, and of an update only what changed")
    func update() throws {
        let id = try store.customer(of: "acme").customer.id
        let token = Author(.apiToken, id: 3, name: "CI", address: "192.0.2.1", requestID: "r-1")
        let changes = CustomerChanges(name: .set("Sky"), origins: .set(try origins("https://a.example")))
        _ = try store.updateCustomer(id, changes, by: token, now: later)
        let event = try #require(try events().first)
        #expect((event.at, event.author, event.action) == (later, token, "customer.update"))
        #expect(event.target == AuditTarget(.customer, id.rawValue, of: acme, customer: id))
        #expect(event.before == #"{"name":"Blue Sky","origin_url":""}"#)
        #expect(event.after == #"{"name":"Sky","origin_url":"https://a.example"}"#)
    }

    @Test("What changes nothing leaves no event and no new version")
    func nothing() throws {
        let record = try store.customer(of: "acme")
        let before = try events().count
        let same = CustomerChanges(name: .set("Blue Sky"))
        #expect(try store.updateCustomer(record.customer.id, same, by: author, now: later) == record)
        #expect(try events().count == before)
    }

    @Test("A write that fails leaves no event")
    func failure() throws {
        let id = try store.customer(of: "acme").customer.id
        let before = try events().count
        #expect(throws: DirectoryError.self) {
            try store.updateCustomer(id, CustomerChanges(name: .set("")), by: author, now: later)
        }
        #expect(throws: DirectoryError.versionMismatch) {
            try store.updateCustomer(
                id, CustomerChanges(name: .set("B")), if: .oneOf([7]), by: author, now: later)
        }
        #expect(try events().count == before)
    }

    @Test("After a deletion the trail keeps ids and actions, and no name")
    func forgetting() throws {
        let customer = try store.customer(of: "acme", name: "Secret Customer").customer.id
        let member = try store.member(of: customer).member.id
        let kept = try store.customer(of: "acme", name: "Kept").customer.id
        try store.deleteMember(member, by: author, now: now)
        #expect(try events(AuditQuery(customer: customer)).first?.action == "member.delete")
        #expect(try !texts().contains("ann@example.com"))
        #expect(try texts().contains("Secret Customer"))
        try store.deleteCustomer(customer, by: author, now: now)
        let actions = try events(AuditQuery(customer: customer)).map(\.action)
        #expect(actions == ["customer.delete", "member.delete", "member.create", "customer.create"])
        #expect(try !texts().contains("Secret Customer"))
        #expect(try texts().contains("Kept"))
        try store.deletePartner(acme, by: author, now: now)
        #expect(try !texts().contains("Kept"))
        #expect(try events(AuditQuery(customer: kept)).map(\.action) == ["customer.create"])
    }

    @Test("Whoever is deleted is forgotten as an author too, while what was done stays told")
    func forgettingAuthors() throws {
        let customer = try store.customer(of: "acme").customer.id
        let member = try store.member(of: customer).member.id
        let user = try store.createCustomerManager("Cleo", email: "cleo@acme.example", of: acme, by: author, now: now)
        for (kind, id) in [(Author.Kind.member, member.rawValue), (.user, user.id.rawValue)] {
            let changes = CustomerChanges(name: .set("Named by \(id) \(kind)"))
            _ = try store.updateCustomer(customer, changes, by: Author(kind, id: id, name: "Who"), now: later)
        }
        let query = AuditQuery(customer: customer, action: "customer.update")
        #expect(try events(query).map(\.author.name) == ["Who", "Who"])
        #expect(try events(AuditQuery(author: .member)).map(\.author.id) == [member.rawValue])
        let told = try events(query).map(\.after)
        try store.deleteMember(member, by: author, now: now)
        #expect(try events(query).map(\.author.name) == ["Who", nil])
        try store.deleteTeamUser(user.id, of: acme, by: author, now: now)
        #expect(try events(query).map(\.author.name) == [nil, nil])
        #expect(try events(query).map(\.author.id) == [user.id.rawValue, member.rawValue])
        #expect(try events(query).map(\.after) == told && !told.contains(nil))
    }

    @Test("Events can be neither changed nor removed")
    func appendOnly() throws {
        let queue = try DatabaseQueue(path: file.path)
        for statement in [
            "DELETE FROM audit_event", "UPDATE audit_event SET action = 'x'",
            "UPDATE audit_event SET before = '{}'", "UPDATE audit_event SET actor_name = 'x'",
            "UPDATE audit_event SET at = 0, before = NULL, after = NULL",
        ] {
            #expect(throws: DatabaseError.self, "\(statement)") {
                try queue.write { try $0.execute(sql: statement) }
            }
        }
        #expect(try events().count == 3)
    }

    @Test("A query narrows the trail, and pages go on where the last one ended")
    func queries() throws {
        let customer = try store.customer(of: "acme").customer.id
        _ = try store.member(of: customer)
        _ = try store.createCustomer(
            NewCustomer(vendorID: vendor("beta"), name: "B"), by: Author(.system), now: later)
        #expect(try events(AuditQuery(vendorID: acme)).allSatisfy { $0.target.vendorID == acme })
        #expect(try events(AuditQuery(customer: customer)).map(\.action) == ["member.create", "customer.create"])
        #expect(try events(AuditQuery(action: "key.create")).count == 1)
        #expect(try events(AuditQuery(author: .system)).map(\.at) == [later])
        #expect(try events(AuditQuery(from: later)).count == 1)
        #expect(try events(AuditQuery(to: later)).count == 5)
        var (query, all) = (AuditQuery(limit: 2), [AuditEvent]())
        repeat {
            let page = try store.auditEvents(query)
            all += page.events
            query.before = page.next
        } while query.before != nil
        #expect(all == (try events()) && all.count == 6)
    }

    @Test("No key and no secret is told")
    func secrets() throws {
        let (_, secret) = try store.createToken(of: acme, name: "CI", by: author, now: now)
        let all = try texts()
        #expect(all.contains("CI") && !all.contains(secret.reveal()) && !all.contains("subject_public_key_info"))
    }

    /// All that the trail holds as one text.
    private func texts() throws -> String {
        try events().map { "\($0.before ?? "")\($0.after ?? "")" }.joined()
    }
}
