import Domain
import GRDB
import Testing

@testable import Directory

struct DirectoryFollowerTests {
    let file: TemporaryFile
    let store: DirectoryStore
    let follower: DirectoryFollower

    init() throws {
        file = try TemporaryFile()
        store = try DirectoryStore(path: file.path)
        try store.partner(named: "acme")
        follower = try DirectoryFollower(path: file.path, view: store.loadView())
    }

    @Test("Without a change there is no new view, asked once or often")
    func quiet() throws {
        #expect(try follower.poll()?.sequence == nil)
        #expect(try follower.poll()?.sequence == nil)
    }

    @Test("A change by the same process is seen by the next poll, and given out once")
    func ownChange() throws {
        let customer = try store.customer(of: "acme", externalID: "X").customer
        let view = try #require(try follower.poll())
        #expect(view.customer(customer.id) == customer)
        #expect(try view.customer(.external(external("X")), of: vendor("acme")) == customer)
        #expect(try view.sequence == store.loadView().sequence)
        #expect(try follower.poll()?.sequence == nil)
    }

    @Test("The current view shows every change, also when a poll has given it out")
    func current() throws {
        let customer = try store.customer(of: "acme").customer
        #expect(try follower.current().customer(customer.id) == customer)
        #expect(try follower.poll()?.sequence == nil)
        let other = try store.customer(of: "acme").customer
        #expect(try follower.poll()?.customer(other.id) == other)
        #expect(try follower.current().customer(other.id) == other)
    }

    @Test("A change through another opening of the file is seen by the next poll")
    func otherChange() throws {
        let other = try DirectoryStore(path: file.path)
        _ = try follower.poll()
        let customer = try other.customer(of: "acme").customer
        #expect(try follower.poll()?.customer(customer.id) == customer)
        try other.deleteCustomer(customer.id, by: author, now: now)
        let view = try #require(try follower.poll())
        #expect(view.customer(customer.id) == nil)
    }

    @Test("A change before the follower began, but after its view, is seen by the first poll")
    func betweenLoadAndFollow() throws {
        let view = try store.loadView()
        let customer = try store.customer(of: "acme").customer
        let follower = try DirectoryFollower(path: file.path, view: view)
        #expect(try follower.poll()?.customer(customer.id) == customer)
    }

    @Test("A commit that shows nothing new gives no new view")
    func nothingShown() throws {
        let id = try store.customer(of: "acme").customer.id
        _ = try follower.poll()
        let changes = CustomerChanges(notificationEmail: .set("a@b.example"))
        _ = try store.updateCustomer(id, changes, by: author, now: later)
        #expect(try follower.poll()?.sequence == nil)
        #expect(try store.changes(since: store.loadView().sequence) == [])
    }

    @Test("Deleting a partner takes its keys, customers and members out of the view, and no one else's")
    func cascade() throws {
        try store.partner(named: "beta", keys: [key("k")])
        let (gone, kept) = (
            try store.customer(of: "beta", externalID: "X"), try store.customer(of: "acme", externalID: "X")
        )
        let (goneMember, keptMember) = (try store.member(of: gone.customer.id), try store.member(of: kept.customer.id))
        _ = try follower.poll()
        try store.deletePartner(vendor("beta"), by: author, now: now)
        let view = try #require(try follower.poll())
        #expect(view.partner(try vendor("beta")) == nil)
        #expect(view.customer(gone.customer.id) == nil)
        #expect(try view.customer(.external(external("X")), of: vendor("beta")) == nil)
        #expect(view.member(goneMember.member.id) == nil)
        #expect(view.customer(kept.customer.id) == kept.customer)
        #expect(view.member(keptMember.member.id) == keptMember.member)
        #expect(try store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM signing_key") } == 0)
    }

    @Test("Deleting a customer takes its members out of the view")
    func customerCascade() throws {
        let customer = try store.customer(of: "acme").customer.id
        let member = try store.member(of: customer, externalID: "M").member.id
        #expect(try follower.poll()?.member(member) != nil)
        try store.deleteCustomer(customer, by: author, now: now)
        let view = try #require(try follower.poll())
        #expect(view.member(member) == nil)
        #expect(try view.member(.external(external("M")), of: customer) == nil)
    }

    @Test("A key added or removed, and a partner's new rules, are a change of the partner")
    func partnerChanges() throws {
        let acme = try vendor("acme")
        let added = try store.addKey(key("k"), to: acme, by: author, now: now)
        #expect(try follower.poll()?.partner(acme)?.keys == [added.key])
        try store.removeKey(added.key.id, of: acme, by: author, now: now)
        #expect(try follower.poll()?.partner(acme)?.keys == [])
        let rules = TokenRules(algorithms: [.rs512], requiresOrigin: true)
        _ = try store.updatePartner(acme, PartnerChanges(tokenRules: .set(rules)), by: author, now: later)
        #expect(try follower.poll()?.partner(acme)?.tokenRules == rules)
    }

    @Test("Two customers that swap external ids are found by their new ones")
    func swap() throws {
        let acme = try vendor("acme")
        let (one, two) = (
            try store.customer(of: "acme", externalID: "1"), try store.customer(of: "acme", externalID: "2")
        )
        _ = try follower.poll()
        for (id, name) in [(one.customer.id, "0"), (two.customer.id, "1"), (one.customer.id, "2")] {
            _ = try store.updateCustomer(id, CustomerChanges(externalID: .set(external(name))), by: author, now: later)
        }
        let view = try #require(try follower.poll())
        #expect(try view.customer(.external(external("1")), of: acme)?.id == two.customer.id)
        #expect(try view.customer(.external(external("2")), of: acme)?.id == one.customer.id)
        #expect(try view.customer(.external(external("0")), of: acme) == nil)
    }

    @Test("A write that was rolled back shows nothing")
    func rollback() throws {
        let before = try store.loadView().sequence
        #expect(throws: DirectoryError.conflict(.kidTaken)) {
            try store.partner(named: "beta", keys: [key("k"), key("k")])
        }
        #expect(try store.changes(since: before) == [])
        #expect(try follower.poll()?.sequence == nil)
    }

    @Test("The log forgets what is old; a follower so far behind loads the whole view")
    func gap() throws {
        let gone = try store.customer(of: "acme").customer.id
        let behind = try DirectoryFollower(path: file.path, view: store.loadView())
        let start = try store.loadView().sequence
        try store.deleteCustomer(gone, by: author, now: now)
        try store.pool.write { db in
            try db.execute(
                sql: """
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 102000)
                    INSERT INTO change (kind, id) SELECT 'partner', 1 FROM n
                    """)
        }
        #expect(try store.changes(since: start) == nil)
        let count = try store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM change") }
        #expect((ChangeSchema.kept..<ChangeSchema.kept + 1000).contains(try #require(count)))
        let view = try #require(try behind.poll())
        #expect(view.customer(gone) == nil)
        #expect(try view.sequence == store.loadView().sequence)
        #expect(try behind.poll()?.sequence == nil)
    }

    @Test("A view that is ahead of the log, as after a restored backup, is loaded whole")
    func restored() throws {
        var view = try store.loadView()
        view.sequence += 1000
        let follower = try DirectoryFollower(path: file.path, view: view)
        #expect(try follower.poll()?.sequence == view.sequence - 1000)
    }

    @Test("A poll that failed is made good by the next")
    func failedPoll() throws {
        let id = try store.customer(of: "acme").customer.id
        try store.pool.write { try $0.execute(sql: "UPDATE customer SET origins = 'nonsense'") }
        #expect(throws: DirectoryError.storage("a row's origins cannot be read")) { try follower.poll() }
        #expect(throws: DirectoryError.storage("a row's origins cannot be read")) { try store.loadView() }
        try store.pool.write { try $0.execute(sql: "UPDATE customer SET origins = ''") }
        #expect(try follower.poll()?.customer(id)?.origins == .empty)
    }
}
