import CasementTesting
import Directory
import Domain
import Testing

/// Random changes through two openings of one file: the view that follows is the view that loads, and both are the rows.
struct DirectoryModelTests {
    @Test(
        "After any changes, the followed view, the loaded view and the rows agree",
        arguments: 1...6 as ClosedRange<UInt64>)
    func agreement(seed: UInt64) throws {
        let file = try TemporaryFile()
        var world = try World(path: file.path, seed: seed)
        let late = try DirectoryFollower(path: file.path, view: world.stores[0].loadView())
        let follower = try DirectoryFollower(path: file.path, view: world.stores[0].loadView())
        var followed = try world.stores[0].loadView()
        for round in 0..<40 {
            for _ in 0..<Int.random(in: 0...8, using: &world.random) { try world.step() }
            followed = try follower.poll() ?? followed
            try world.check(followed, "seed \(seed), round \(round)")
        }
        try world.check(try #require(try late.poll()), "seed \(seed), late")
        try world.check(try world.stores[0].loadView(), "seed \(seed), loaded")
    }
}

private struct World {
    let stores: [DirectoryStore]
    var random: SeededRandom
    var vendors: [VendorID] = []
    var customers: [CustomerID] = []
    var members: [MemberID] = []
    let names: [ExternalID]

    init(path: String, seed: UInt64) throws {
        stores = [try DirectoryStore(path: path), try DirectoryStore(path: path)]
        random = SeededRandom(seed: seed)
        names = try ["A", "a", "é", "e\u{301}", "😀", "'"].map(external)
    }

    /// One change; what the directory refuses is part of the game, what it cannot do is not.
    mutating func step() throws {
        do { try change() } catch let error as DirectoryError {
            switch error {
            case .conflict, .notFound: return
            case .invalid, .versionMismatch, .appNotAllowed, .busy, .schemaTooNew, .fileRefused, .storage:
                throw error
            }
        }
    }

    private mutating func change() throws {
        let store = stores[Int.random(in: 0...1, using: &random)]
        switch Int.random(in: 0..<20, using: &random) {
        case 0...1:
            let id = try vendor("v\(vendors.count)")
            vendors.append(id)
            let new = NewPartner(vendorID: id, name: "P", keys: [key("k")])
            _ = try store.createPartner(new, by: author, now: now)
        case 2: try store.deletePartner(pick(vendors), by: author, now: now)
        case 3:
            _ = try store.updatePartner(pick(vendors), PartnerChanges(origins: .set(origins())), by: author, now: now)
        case 4:
            _ = try store.addKey(
                key(nil, UInt8.random(in: 0...9, using: &random)), to: pick(vendors), by: author, now: now)
        case 5...8:
            let new = NewCustomer(vendorID: try pick(vendors), externalID: name(), name: "C", origins: try origins())
            customers.append(try store.createCustomer(new, by: author, now: now).customer.id)
        case 9...11:
            let changes = CustomerChanges(externalID: .set(name()), originMode: .set(.replace))
            _ = try store.updateCustomer(pick(customers), changes, by: author, now: now)
        case 12: try store.deleteCustomer(pick(customers), by: author, now: now)
        case 13...16:
            let new = NewMember(
                customerID: try pick(customers), externalID: name(), name: "M", email: "m@example.com", role: .admin)
            members.append(try store.createMember(new, by: author, now: now).member.id)
        case 17...18:
            let changes = MemberChanges(externalID: .set(name()), role: .set(.operator))
            _ = try store.updateMember(pick(members), changes, by: author, now: now)
        case _: try store.deleteMember(pick(members), by: author, now: now)
        }
    }

    /// Every id that ever was, and every name, looked up in the view, gives what the rows say.
    func check(_ view: DirectoryView, _ comment: Comment) throws {
        let partners = try stores[1].partners().map(\.partner)
        let rows = try partners.flatMap { try stores[1].customers(of: $0.vendorID).map(\.customer) }
        let memberRows = try rows.flatMap { try stores[1].members(of: $0.id).map(\.member) }
        #expect(vendors.compactMap { view.partner($0) } == partners, comment)
        #expect(customers.compactMap { view.customer($0) } == rows.sorted { $0.id < $1.id }, comment)
        #expect(members.compactMap { view.member($0) } == memberRows.sorted { $0.id < $1.id }, comment)
        for name in names {
            let named = vendors.compactMap { view.customer(.external(name), of: $0) }.map(\.id)
            #expect(Set(named) == Set(rows.filter { $0.externalID == name }.map(\.id)), comment)
            let namedMembers = customers.compactMap { view.member(.external(name), of: $0) }.map(\.id)
            #expect(Set(namedMembers) == Set(memberRows.filter { $0.externalID == name }.map(\.id)), comment)
        }
    }

    private mutating func pick<ID>(_ ids: [ID]) throws -> ID {
        guard let id = ids.randomElement(using: &random) else { throw DirectoryError.notFound(.partner) }
        return id
    }

    private mutating func name() -> ExternalID? {
        Bool.random(using: &random) ? names.randomElement(using: &random) : nil
    }

    private mutating func origins() throws -> OriginList {
        try DirectoryTests.origins(
            ["", "https://a.example", "https://*.b.example,https://c.example"].randomElement(using: &random) ?? "")
    }
}
