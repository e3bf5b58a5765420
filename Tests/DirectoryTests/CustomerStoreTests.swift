import Directory
import Domain
import Testing

struct CustomerStoreTests {
    let file: TemporaryFile
    let store: DirectoryStore

    init() throws {
        file = try TemporaryFile()
        store = try DirectoryStore(path: file.path)
        try store.partner(named: "acme")
        try store.partner(named: "beta")
    }

    @Test("A customer comes back as it was created, by number and by external id")
    func roundTrip() throws {
        let acme = try vendor("acme")
        let new = NewCustomer(
            vendorID: acme, externalID: try external("AM10:XV303"), name: "Blue Sky",
            origins: try origins("https://na1.company.com,https://eu1.company.com"), originMode: .replace,
            outerAncestors: try origins("https://portal.example.net"), notificationEmail: "ops@blue.example")
        let record = try store.createCustomer(new, by: author, now: now)
        #expect(record.customer.vendorID == acme)
        #expect(record.customer.externalID == new.externalID)
        #expect(record.customer.name == "Blue Sky")
        #expect(record.customer.origins == new.origins)
        #expect(record.customer.originMode == .replace)
        #expect(record.customer.outerAncestors == new.outerAncestors)
        #expect(record.notificationEmail == "ops@blue.example")
        #expect((record.createdAt, record.updatedAt) == (now, now))
        #expect(try store.customer(.id(record.customer.id), of: acme) == record)
        #expect(try store.customer(.external(external("AM10:XV303")), of: acme) == record)
        #expect(try store.customers(of: acme) == [record])
        #expect(try store.loadView().customer(record.customer.id) == record.customer)
    }

    @Test("Another partner's customer is not found")
    func otherPartner() throws {
        let customer = try store.customer(of: "acme", externalID: "X").customer
        #expect(throws: DirectoryError.notFound(.customer)) { try store.customer(.id(customer.id), of: vendor("beta")) }
        #expect(throws: DirectoryError.notFound(.customer)) {
            try store.customer(.external(external("X")), of: vendor("beta"))
        }
        #expect(try store.customers(of: vendor("beta")).isEmpty)
    }

    @Test("An update changes the fields present, and clears where it says so")
    func update() throws {
        let before = try store.createCustomer(
            NewCustomer(
                vendorID: vendor("acme"), externalID: external("X"), name: "A", origins: origins("https://a.example"),
                notificationEmail: "a@b.example"), by: author, now: now)
        let id = before.customer.id
        let renamed = try store.updateCustomer(id, CustomerChanges(name: .set("B")), by: author, now: later)
        var expected = before
        expected.customer.name = "B"
        expected.updatedAt = later
        expected.version = 2
        #expect(renamed == expected)
        let cleared = try store.updateCustomer(
            id, CustomerChanges(externalID: .set(nil), origins: .set(.empty), notificationEmail: .set(nil)), by: author,
            now: later)
        #expect(cleared.customer.externalID == nil)
        #expect(cleared.customer.origins == .empty)
        #expect(cleared.notificationEmail == nil)
        #expect(cleared.customer.name == "B")
        #expect(try store.customer(.id(id), of: vendor("acme")) == cleared)
        let third = try store.updateCustomer(
            id, CustomerChanges(originMode: .set(.replace), outerAncestors: .set(origins("https://o.example"))),
            by: author, now: later)
        #expect(third.customer.originMode == .replace)
        #expect(third.customer.outerAncestors == (try origins("https://o.example")))
    }

    @Test("An external id is unique within its partner, on creation and on update")
    func externalIDTaken() throws {
        _ = try store.customer(of: "acme", externalID: "X")
        let second = try store.customer(of: "acme", externalID: "Y").customer
        _ = try store.customer(of: "beta", externalID: "X")
        #expect(throws: DirectoryError.conflict(.externalIDTaken)) { try store.customer(of: "acme", externalID: "X") }
        #expect(throws: DirectoryError.conflict(.externalIDTaken)) {
            try store.updateCustomer(
                second.id, CustomerChanges(externalID: .set(external("X"))), by: author, now: later)
        }
        #expect(try store.customer(.id(second.id), of: vendor("acme")).customer.externalID == external("Y"))
    }

    @Test("External ids are compared by bytes: case and another spelling of one character make another id")
    func bytes() throws {
        let spellings = ["\u{E9}", "e\u{301}", "X", "x", "x ", "X😀'\"; DROP TABLE customer; --%_"]
        let ids = try spellings.map { try store.customer(of: "acme", externalID: $0, name: $0 + "!").customer.id }
        for (spelling, id) in zip(spellings, ids) {
            let found = try store.customer(.external(external(spelling)), of: vendor("acme")).customer
            #expect(found.id == id)
            #expect(try found.externalID == external(spelling))
            #expect(Array(found.name.utf8) == Array((spelling + "!").utf8))
            #expect(try store.loadView().customer(.external(external(spelling)), of: vendor("acme"))?.id == id)
        }
    }

    @Test("A customer's number is never given out again")
    func idsNotReused() throws {
        let first = try store.customer(of: "acme").customer.id
        try store.deleteCustomer(first, by: author, now: now)
        let second = try store.customer(of: "acme").customer.id
        #expect(second > first)
        try store.deletePartner(vendor("acme"), by: author, now: now)
        #expect(try store.customer(of: "beta").customer.id > second)
    }

    @Test("What breaks a rule is named with its reason, and nothing is written")
    func invalid() throws {
        let id = try store.customer(of: "acme").customer.id
        for address in ["ops", "@x", "x@", "a b@c", String(repeating: "a", count: 250) + "@b.cc"] {
            #expect(throws: DirectoryError.invalid(field: .notificationEmail, reason: "is not an e-mail address")) {
                try store.updateCustomer(id, CustomerChanges(notificationEmail: .set(address)), by: author, now: later)
            }
        }
        #expect(throws: DirectoryError.invalid(field: .name, reason: "is blank")) {
            try store.customer(of: "acme", name: " ")
        }
        #expect(try store.customers(of: vendor("acme")).map(\.updatedAt) == [now])
    }

    @Test("A customer that is not there is not found, whatever is asked of it")
    func notFound() throws {
        let nobody = CustomerID(99)
        #expect(throws: DirectoryError.notFound(.customer)) { try store.customer(.id(nobody), of: vendor("acme")) }
        #expect(throws: DirectoryError.notFound(.customer)) {
            try store.updateCustomer(nobody, CustomerChanges(), by: author, now: now)
        }
        #expect(throws: DirectoryError.notFound(.customer)) { try store.deleteCustomer(nobody, by: author, now: now) }
        #expect(throws: DirectoryError.notFound(.customer)) { try store.members(of: nobody) }
        #expect(throws: DirectoryError.notFound(.customer)) { try store.member(of: nobody) }
    }
}
