import Directory
import Domain
import Testing

struct APITokenTests {
    let file: TemporaryFile
    let store: DirectoryStore
    let acme: VendorID

    init() throws {
        file = try TemporaryFile()
        store = try DirectoryStore(path: file.path)
        acme = try vendor("acme")
        try store.partner(named: "acme")
    }

    @Test("A token is found by its secret until it is revoked")
    func life() throws {
        let (record, secret) = try store.createToken(of: acme, name: "CI", by: author, now: now)
        let (operators, other) = try store.createToken(of: nil, name: "Ops", by: author, now: later)
        #expect(try store.token(presented: secret.reveal()) == record)
        #expect(try store.token(presented: other.reveal())?.vendorID == nil)
        #expect(try store.tokens(of: acme) == [record])
        #expect(try store.tokens(of: nil) == [operators])
        #expect(throws: DirectoryError.notFound(.token)) {
            try store.revokeToken(record.id, of: nil, by: author, now: now)
        }
        try store.revokeToken(record.id, of: acme, by: author, now: now)
        #expect(try store.token(presented: secret.reveal()) == nil)
        #expect(throws: DirectoryError.notFound(.token)) {
            try store.revokeToken(record.id, of: acme, by: author, now: now)
        }
    }

    @Test("What was never given out is no token")
    func others() throws {
        let (_, secret) = try store.createToken(of: acme, name: "CI", by: author, now: now)
        let text = secret.reveal()
        for wrong in ["", "csm_", text + "=", String(text.dropFirst()), text.uppercased(), "csm_" + text, text + "A"] {
            #expect(try store.token(presented: wrong) == nil, "\(wrong)")
        }
    }

    @Test("A partner's tokens go with it")
    func deletion() throws {
        let (_, secret) = try store.createToken(of: acme, name: "CI", by: author, now: now)
        try store.deletePartner(acme, by: author, now: now)
        #expect(try store.token(presented: secret.reveal()) == nil)
    }
}

struct SessionEndingTests {
    @Test("Every deletion queues whose sessions are to end, by whatever road, until it is told that they have")
    func queue() throws {
        let file = try TemporaryFile()
        let store = try DirectoryStore(path: file.path)
        try store.partner(named: "acme")
        let first = try store.customer(of: "acme").customer.id
        let second = try store.customer(of: "acme").customer.id
        let member = try store.member(of: first).member.id
        _ = try store.member(of: second)
        try store.deleteMember(member, by: author, now: now)
        try store.deleteCustomer(first, by: author, now: now)
        try store.deletePartner(vendor("acme"), by: author, now: now)
        let pending = try store.pendingSessionEndings(limit: 10)
        #expect(pending.map(\.customer) == [first, first, second])
        #expect(pending.map(\.member) == [member, nil, nil])
        #expect(try store.pendingSessionEndings(limit: 1) == [pending[0]])
        try store.sessionEndingsDone(Array(pending.dropLast()))
        #expect(try store.pendingSessionEndings(limit: 10) == [pending[2]])
    }
}
