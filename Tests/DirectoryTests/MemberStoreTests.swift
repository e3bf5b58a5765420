import Directory
import Domain
import Testing

struct MemberStoreTests {
    let file: TemporaryFile
    let store: DirectoryStore
    let customer: CustomerID

    init() throws {
        file = try TemporaryFile()
        store = try DirectoryStore(path: file.path)
        try store.partner(named: "acme")
        customer = try store.customer(of: "acme").customer.id
    }

    @Test("A member comes back as it was created, by number and by external id", arguments: Member.Role.allCases)
    func roundTrip(role: Member.Role) throws {
        let new = NewMember(
            customerID: customer, externalID: try external("é😀'"), name: "Ann 'O\"Hara", email: "ann@example.com",
            role: role)
        let record = try store.createMember(new, by: author, now: now)
        #expect(record.member.externalID == new.externalID)
        #expect(record.member.name == new.name)
        #expect(record.member.email == new.email)
        #expect(record.member.role == role)
        #expect((record.createdAt, record.updatedAt) == (now, now))
        #expect(try store.members(of: customer) == [record])
        #expect(try store.member(.id(record.member.id), of: customer) == record)
        #expect(try store.member(.external(external("é😀'")), of: customer) == record)
        #expect(try store.loadView().member(record.member.id) == record.member)
    }

    @Test("An update changes the fields present, and clears where it says so")
    func update() throws {
        let before = try store.member(of: customer, externalID: "M")
        var expected = before
        expected.member.role = .admin
        expected.updatedAt = later
        expected.version = 2
        let id = before.member.id
        #expect(try store.updateMember(id, MemberChanges(role: .set(.admin)), by: author, now: later) == expected)
        expected.member.externalID = nil
        expected.member.name = "Bob"
        expected.member.email = "bob@example.com"
        expected.version = 3
        let changes = MemberChanges(externalID: .set(nil), name: .set("Bob"), email: .set("bob@example.com"))
        #expect(try store.updateMember(id, changes, by: author, now: later) == expected)
        #expect(try store.members(of: customer) == [expected])
    }

    @Test("An external id is unique within its customer; another customer's member is not found")
    func externalIDTaken() throws {
        let first = try store.member(of: customer, externalID: "M").member
        let second = try store.member(of: customer).member
        #expect(throws: DirectoryError.conflict(.externalIDTaken)) { try store.member(of: customer, externalID: "M") }
        #expect(throws: DirectoryError.conflict(.externalIDTaken)) {
            try store.updateMember(second.id, MemberChanges(externalID: .set(external("M"))), by: author, now: now)
        }
        let other = try store.customer(of: "acme").customer.id
        #expect(throws: DirectoryError.notFound(.member)) { try store.member(.id(first.id), of: other) }
        #expect(throws: DirectoryError.notFound(.member)) { try store.member(.external(external("M")), of: other) }
        _ = try store.member(of: other, externalID: "M")
    }

    @Test("A member's number is never given out again, and a member that is gone is not found")
    func idsNotReused() throws {
        let first = try store.member(of: customer).member.id
        try store.deleteMember(first, by: author, now: now)
        #expect(throws: DirectoryError.notFound(.member)) { try store.deleteMember(first, by: author, now: now) }
        #expect(throws: DirectoryError.notFound(.member)) {
            try store.updateMember(first, MemberChanges(), by: author, now: now)
        }
        #expect(try store.member(of: customer).member.id > first)
    }

    @Test("An address that is none is refused")
    func invalid() throws {
        let id = try store.member(of: customer).member.id
        #expect(throws: DirectoryError.invalid(field: .email, reason: "is not an e-mail address")) {
            try store.updateMember(id, MemberChanges(email: .set("ann")), by: author, now: now)
        }
    }
}
