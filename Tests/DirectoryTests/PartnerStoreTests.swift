import Directory
import Domain
import Testing

struct PartnerStoreTests {
    let file: TemporaryFile
    let store: DirectoryStore

    init() throws {
        file = try TemporaryFile()
        store = try DirectoryStore(path: file.path)
    }

    static let rules = TokenRules(
        algorithms: [.ps256, .edDSA], audiences: ["https://a.example", "b,\"c\"\\é😀"], requiresAudience: true,
        issuer: "x'; DROP TABLE partner; --", requiresIssuer: true, requiresOrigin: true)

    @Test("A partner comes back as it was created, keys in order")
    func roundTrip() throws {
        let new = NewPartner(
            vendorID: try vendor("acme"), name: "Ac\"me' 😀",
            origins: try origins("https://company.com,https://*.company.org"),
            tokenRules: Self.rules, keys: [key("b", 2, from: now, until: later), key(nil, 1)])
        let record = try store.createPartner(new, by: author, now: now)
        #expect(record.partner.name == new.name)
        #expect(record.partner.origins == new.origins)
        #expect(record.partner.tokenRules == Self.rules)
        #expect(record.partner.keys.map(\.kid) == ["b", nil])
        #expect(record.partner.keys.map(\.subjectPublicKeyInfo) == [[0x30, 2], [0x30, 1]])
        #expect(record.partner.keys.map(\.validFrom) == [now, nil])
        #expect(record.partner.keys.map(\.validUntil) == [later, nil])
        #expect((record.createdAt, record.updatedAt) == (now, now))
        #expect(try store.partners() == [record])
        #expect(try store.partner(vendor("acme")) == record)
        #expect(try store.loadView().partner(vendor("acme")) == record.partner)
    }

    @Test("An update changes the fields present and no other")
    func update() throws {
        let before = try store.partner(named: "acme", keys: [key("k")])
        let after = try store.updatePartner(
            vendor("acme"), PartnerChanges(origins: .set(origins("https://company.com"))), by: author, now: later)
        #expect(after.partner.origins == (try origins("https://company.com")))
        #expect(after.partner.name == before.partner.name)
        #expect(after.partner.keys == before.partner.keys)
        #expect((after.createdAt, after.updatedAt) == (now, later))
        let third = try store.updatePartner(
            vendor("acme"), PartnerChanges(tokenRules: .set(Self.rules)), by: author, now: later)
        #expect(third.partner.tokenRules == Self.rules)
        #expect(third.partner.origins == after.partner.origins)
    }

    @Test("A vendor id that a partner has, or had before it was deleted, is taken")
    func vendorIDTaken() throws {
        try store.partner(named: "acme")
        #expect(throws: DirectoryError.conflict(.vendorIDTaken)) { try store.partner(named: "acme") }
        try store.deletePartner(vendor("acme"), by: author, now: now)
        #expect(throws: DirectoryError.conflict(.vendorIDTaken)) { try store.partner(named: "acme") }
        try store.partner(named: "Acme")
    }

    @Test("A partner whose keys clash is not created at all")
    func atomicCreation() throws {
        #expect(throws: DirectoryError.conflict(.kidTaken)) {
            try store.partner(named: "acme", keys: [key("k"), key("k")])
        }
        #expect(try store.partners().isEmpty)
        try store.partner(named: "acme", keys: [key(), key()])
    }

    @Test("Partners are found by a part of their name or vendor id in any case, and come by name")
    func search() throws {
        for (id, name) in [("acme", "Zürich Tools"), ("beta", "amber"), ("Gamma", "Brick"), ("d", "ÖRN acme")] {
            _ = try store.createPartner(NewPartner(vendorID: vendor(id), name: name), by: author, now: now)
        }
        func found(_ text: String) throws -> [String] { try store.partners(text).records.map(\.partner.name) }
        #expect(try found("") == ["amber", "Brick", "Zürich Tools", "ÖRN acme"])
        #expect(try found("ACME") == ["Zürich Tools", "ÖRN acme"])
        #expect(try found("örn") == ["ÖRN acme"])
        #expect(try found("gam") == ["Brick"])
        #expect(try found("%") == [])
        let page = try #require(Page(number: 2, size: 3))
        let second = try store.partners("", page: page)
        #expect((second.records.map(\.partner.name), second.total) == (["ÖRN acme"], 4))
    }

    @Test("Keys are added and removed; a kid is unique within its partner only")
    func keys() throws {
        try store.partner(named: "acme", keys: [key("k1")])
        try store.partner(named: "beta")
        let other = try store.addKey(key("k1"), to: vendor("beta"), by: author, now: now)
        #expect(throws: DirectoryError.conflict(.kidTaken)) {
            try store.addKey(key("k1"), to: vendor("acme"), by: author, now: now)
        }
        let added = try store.addKey(key("k2"), to: vendor("acme"), by: author, now: now)
        #expect(try store.keys(of: vendor("acme")).last == added)
        #expect(throws: DirectoryError.notFound(.key)) {
            try store.removeKey(other.key.id, of: vendor("acme"), by: author, now: now)
        }
        try store.removeKey(added.key.id, of: vendor("acme"), by: author, now: now)
        #expect(try store.keys(of: vendor("acme")).map(\.key.kid) == ["k1"])
        #expect(try store.addKey(key("k2"), to: vendor("acme"), by: author, now: now).key.id > added.key.id)
    }

    @Test("What breaks a rule is named with its reason")
    func invalid() throws {
        let acme = try vendor("acme")
        func create(name: String = "A", rules: TokenRules = TokenRules(), key: NewSigningKey = key()) throws {
            _ = try store.createPartner(
                NewPartner(vendorID: acme, name: name, tokenRules: rules, keys: [key]), by: author, now: now)
        }
        #expect(throws: DirectoryError.invalid(field: .name, reason: "must have 1 to 255 bytes")) {
            try create(name: "")
        }
        #expect(throws: DirectoryError.invalid(field: .name, reason: "is blank")) { try create(name: " \u{3000}") }
        #expect(throws: DirectoryError.invalid(field: .name, reason: "must not have control characters")) {
            try create(name: "a\0b")
        }
        #expect(throws: DirectoryError.invalid(field: .algorithms, reason: "must name at least one")) {
            try create(rules: TokenRules(algorithms: []))
        }
        #expect(throws: DirectoryError.invalid(field: .audiences, reason: "must have 1 to 255 bytes")) {
            try create(rules: TokenRules(audiences: [""]))
        }
        #expect(throws: DirectoryError.invalid(field: .issuer, reason: "must have 1 to 255 bytes")) {
            try create(rules: TokenRules(issuer: ""))
        }
        #expect(throws: DirectoryError.invalid(field: .kid, reason: "must not have control characters")) {
            try create(key: key("a\u{7F}"))
        }
        #expect(throws: DirectoryError.invalid(field: .subjectPublicKeyInfo, reason: "is empty")) {
            try create(key: NewSigningKey(kind: .rsa, subjectPublicKeyInfo: []))
        }
        #expect(throws: DirectoryError.invalid(field: .validUntil, reason: "must be after valid_from")) {
            try create(key: key(from: now, until: now))
        }
        #expect(try store.partners().isEmpty)
    }

    @Test("A partner that is not there is not found, whatever is asked of it")
    func notFound() throws {
        let nobody = try vendor("nobody")
        #expect(throws: DirectoryError.notFound(.partner)) { try store.partner(nobody) }
        #expect(throws: DirectoryError.notFound(.partner)) { try store.keys(of: nobody) }
        #expect(throws: DirectoryError.notFound(.partner)) { try store.addKey(key(), to: nobody, by: author, now: now) }
        #expect(throws: DirectoryError.notFound(.partner)) {
            try store.updatePartner(nobody, PartnerChanges(), by: author, now: now)
        }
        #expect(throws: DirectoryError.notFound(.partner)) { try store.deletePartner(nobody, by: author, now: now) }
        #expect(throws: DirectoryError.notFound(.partner)) { try store.customers(of: nobody) }
        #expect(throws: DirectoryError.notFound(.partner)) { try store.customer(of: "nobody") }
    }
}
