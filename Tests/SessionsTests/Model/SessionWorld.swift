import CasementTesting
import NIOCore
import Testing

@testable import Domain
@testable import Sessions

/// Two nodes on one Redis that loses nothing when killed, the model of them, and what happens to all three.
struct SessionWorld {
    private let limits = SessionLimits(idle: 100, absolute: 400)
    private let server: RedisServerProcess
    private let clock = ManualClock()
    private var nodes: [SessionNode] = []
    private var model: SessionModel
    private var random: SeededRandom
    private var signIns: [Attempt] = []

    init(seed: UInt64) async throws {
        server = try RedisServerProcess(options: ["--appendfsync", "always"])
        model = SessionModel(limits)
        random = SeededRandom(seed: seed)
        for _ in 0..<2 { nodes.append(try await makeNode()) }
    }

    /// One thing happens, and all that must follow from it has followed.
    mutating func step() async throws {
        switch pick(0..<200) {
        case 0..<40: try await signIn()
        case 40..<120: try await request(anyCookie(), at: anyNode())
        case 120..<135: try await signOut()
        case 135..<145: try await endOne()
        case 145..<160: try await end(anySelection())
        case 160..<192: clock.advance(by: [1, 3, 9, 10, 24, 25, 40, 99, 100].randomElement(using: &random) ?? 1)
        case 192..<197: nodes[pick(0..<nodes.count)] = try await makeNode()
        case _: try await restartRedis()
        }
    }

    /// Every cookie there ever was is asked for everywhere, and every session is counted.
    func check() async throws {
        for signIn in signIns { for node in nodes { try await check(signIn.cookie, at: node) } }
        let now = clock.now
        for partner in ["acme", "beta"] {
            let selection = SessionSelection(.partner(try #require(VendorID(partner))))
            let expected = living(selection)
            let listed = try await nodes[0].run { $0.list(selection, limit: 1000, at: now) }
            #expect(Set(listed.map(\.id)) == expected)
            #expect(try await nodes[1].run { $0.count(selection, at: now) } == expected.count)
        }
    }

    /// Somebody new, or who comes again, or who comes as somebody else.
    private mutating func signIn() async throws {
        let former = pick(0..<3) > 0 ? signIns.suffix(20).randomElement(using: &random) : nil
        let identity = pick(0..<2) > 0 ? former?.identity ?? anyIdentity() : anyIdentity()
        let attempt = try Attempt(identity, presented: former?.cookie, at: clock.now)
        try await settle(attempt, try await attempt.made(at: anyNode()))
    }

    /// Holds what a sign-in came to against the model, which then knows of it.
    private mutating func settle(_ attempt: Attempt, _ creation: SessionCreation) async throws {
        let id: String
        switch (creation, model.outcome(of: attempt.identity, presented: attempt.presented, at: attempt.time)) {
        case (.created(let session, let ended), .created(let expected)):
            #expect(ended == expected)
            id = session.id
        case (.renewed(let session), .renewed(let expected)):
            #expect(session.id == expected)
            id = session.id
        case (let creation, let expected):
            Issue.record("\(creation), not \(expected)")
            return
        }
        model.signedIn(attempt.identity, as: id, attempt.cookie, presented: attempt.presented, at: attempt.time)
        signIns.append(attempt)
        try await catchUp()
    }

    private mutating func request(_ cookie: SessionCookie, at node: SessionNode) async throws {
        let session = try await node.session(cookie, at: clock.now, touches: true)
        #expect(session?.id == model.served(cookie, at: clock.now))
        model.used(cookie, at: clock.now)
        try await node.settle()
    }

    private mutating func signOut() async throws {
        let cookie = anyCookie()
        guard let id = model.served(cookie, at: clock.now) else { return }
        let ended = try await anyNode().run { $0.end(SessionPlace(cookie)) }
        #expect(ended?.id == id)
        model.ended([id])
        try await catchUp()
    }

    private mutating func endOne() async throws {
        let now = clock.now
        guard let one = model.living(at: now).randomElement(using: &random) else { return }
        let customer = CustomerID(one.identity.customer)
        #expect(try await anyNode().run { $0.end(sessionID: one.id, of: customer, at: now) })
        model.ended([one.id])
        try await catchUp()
    }

    private mutating func end(_ selection: SessionSelection) async throws {
        let (now, expected) = (clock.now, living(selection))
        #expect(try await anyNode().run { $0.end(selection, at: now) } == expected.count)
        model.ended(expected)
        try await catchUp()
    }

    /// Redis is killed while somebody signs in, who tries until there is an answer; meanwhile nobody else is told anything
    /// wrong.
    private mutating func restartRedis() async throws {
        let lines = nodes.map(\.beginnings)
        let identity = anyIdentity()
        // Once the end of another customer's session is answered, nobody is told of it again.
        let presented = signIns.last { $0.identity.customer == identity.customer }?.cookie
        let (attempt, node) = (try Attempt(identity, presented: presented, at: clock.now), anyNode())
        let theirs = attempt.presented.flatMap { model.served($0, at: clock.now) }
        let others = signIns.suffix(20).map(\.cookie).filter {
            theirs == nil || model.served($0, at: clock.now) != theirs
        }
        async let creation = attempt.madeAtLast(at: node)
        server.kill()
        for node in nodes { for cookie in others { try await checkUnlessUnavailable(cookie, at: node) } }
        try server.start()
        try await settle(attempt, try await creation)
        for (node, before) in zip(nodes, lines) {
            try await eventually { node.beginnings > before }
            try await eventually { (try? await node.settle()) != nil }
        }
    }

    private func check(_ cookie: SessionCookie, at node: SessionNode) async throws {
        #expect(try await node.session(cookie, at: clock.now)?.id == model.served(cookie, at: clock.now))
    }

    private func checkUnlessUnavailable(_ cookie: SessionCookie, at node: SessionNode) async throws {
        do { try await check(cookie, at: node) } catch SessionStoreError.unavailable {}
    }

    private func catchUp() async throws { for node in nodes { try await node.catchUp() } }

    private func living(_ selection: SessionSelection) -> Set<String> {
        Set(model.living(at: clock.now).filter { selection.includes($0.identity) }.map(\.id))
    }

    private func makeNode() async throws -> SessionNode {
        try await SessionNode(url: server.url, limits: limits, capacity: 8)
    }
}

extension SessionWorld {
    private mutating func pick(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }

    private mutating func anyNode() -> SessionNode { nodes[pick(0..<nodes.count)] }

    /// One of the latest twenty, or one that nobody was given.
    private mutating func anyCookie() -> SessionCookie {
        signIns.suffix(20).randomElement(using: &random)?.cookie ?? .generate(for: CustomerID(1))
    }

    /// Customers 1 and 2 are Acme's, 3 is Beta's.
    private mutating func anyIdentity() -> SessionModel.Identity {
        let customer = Int64(pick(1..<4))
        return SessionModel.Identity(
            partner: customer == 3 ? "beta" : "acme", customer: customer,
            member: [nil, 7, 8].randomElement(using: &random) ?? nil,
            origin: [nil, "one.example", "two.example"].randomElement(using: &random) ?? nil)
    }

    private mutating func anySelection() throws -> SessionSelection {
        let identity = anyIdentity()
        let customer = CustomerID(identity.customer)
        let origin = pick(0..<3) == 0 ? identity.origin.map(Rig.origin) : nil
        return switch pick(0..<8) {
        case 0: SessionSelection(.partner(try #require(VendorID(identity.partner))), pinnedTo: origin)
        case 1, 2: SessionSelection(.customer(customer), pinnedTo: origin)
        case _:
            SessionSelection(
                identity.member.map { .member(MemberID($0), of: customer) } ?? .withoutMember(of: customer),
                pinnedTo: origin)
        }
    }
}
