import CasementTesting
import Domain
import NIOCore
import RedisClient
import Testing

@testable import Sessions

@Suite("Tickets to a workspace", .enabled(if: RedisServerProcess.isInstalled))
struct WorkspaceTicketsTests {
    @Test("A ticket is given back as it was made, to one of many who ask at once", arguments: [true, false])
    func once(isManager: Bool) async throws {
        let rig = try await Rig()
        let ticket = try Self.ticket(isManager: isManager)
        let code = try await rig.run { $0.tickets.issue(ticket) }
        let taken = try await rig.run { store in
            EventLoopFuture.whenAllSucceed(
                (0..<20).map { _ in store.tickets.redeem(code) }, on: store.redis.eventLoop)
        }
        #expect(taken.compactMap { $0 } == [ticket])
        #expect(try await rig.run { $0.tickets.redeem(.generate()) } == nil)
    }

    @Test("It is good for a minute, and Redis never sees its code")
    func expiry() async throws {
        let rig = try await Rig()
        let ticket = try Self.ticket(isManager: true)
        let code = try await rig.run { $0.tickets.issue(ticket) }
        let key = "{console}:t:\(code.hash)"
        #expect(try await rig.redis("KEYS", "*").array?.compactMap(\.text) == [key])
        #expect((1...60).contains(try #require(try await rig.redis("TTL", .text(key)).integer)))
        #expect(!code.hash.contains(code.value.reveal()))
        #expect(try await rig.redis("GET", .text(key)).text?.contains(code.value.reveal()) == false)
        _ = try await rig.redis("PEXPIRE", .text(key), "0")
        #expect(try await rig.run { $0.tickets.redeem(code) } == nil)
    }

    @Test(
        "What was not written by this is malformed, and lets nobody in",
        arguments: [
            "", "x", "[]", "{}",
            #"{"partner":"acme","customer":1,"member":null,"manager":null,"name":"A","email":"a"}"#,
            #"{"partner":"acme","customer":1,"member":1,"manager":2,"name":"A","email":"a"}"#,
            #"{"partner":"a b","customer":1,"member":1,"manager":null,"name":"A","email":"a"}"#,
            #"{"partner":"acme","customer":1.5,"member":1,"manager":null,"name":"A","email":"a"}"#,
        ])
    func malformed(text: String) async throws {
        let rig = try await Rig()
        let code = OneUseCode.generate()
        _ = try await rig.redis("SET", ConsoleKeys.ticket(code), .text(text))
        await #expect(throws: SessionStoreError.recordMalformed) { try await rig.run { $0.tickets.redeem(code) } }
    }

    @Test("A manager's session says so in Redis and in lists, and is neither a member's nor the owner's")
    func managerSession() async throws {
        let rig = try await Rig()
        let customer = CustomerID(1)
        let cookie = SessionCookie.generate(for: customer)
        guard case .created(let made, ended: []) = try await rig.create(Self.managers(TeamUserID(7)), cookie) else {
            throw SessionStoreError.recordMalformed
        }
        #expect(try await rig.load(cookie) == made)
        #expect(made.manager == TeamUserID(7) && made.member == nil)
        for scope in [SessionSelection.Scope.withoutMember(of: customer), .member(MemberID(7), of: customer)] {
            #expect(try await rig.run { $0.count(SessionSelection(scope), at: Rig.start) } == 0)
        }
        #expect(try await rig.run { $0.list(SessionSelection(.customer(customer)), limit: 9, at: Rig.start) } == [made])
    }

    @Test("Two managers, or a manager and the owner, do not renew each other's sessions")
    func renewal() async throws {
        let rig = try await Rig()
        let first = SessionCookie.generate(for: CustomerID(1))
        _ = try await rig.create(Self.managers(TeamUserID(7)), first)
        let second = SessionCookie.generate(for: CustomerID(1))
        guard case .renewed = try await rig.create(Self.managers(TeamUserID(7)), second, presented: first) else {
            Issue.record("not renewed")
            return
        }
        var presented = second
        for manager in [TeamUserID(8), nil] {
            let next = SessionCookie.generate(for: CustomerID(1))
            let creation = try await rig.create(Self.managers(manager), next, presented: presented)
            guard case .created(let session, let ended) = creation, ended.count == 1 else {
                Issue.record("not made anew: \(creation)")
                return
            }
            #expect(session.manager == manager)
            presented = next
        }
    }

    private static func ticket(isManager: Bool) throws -> WorkspaceTicket {
        WorkspaceTicket(
            partner: try #require(VendorID("acme")), customer: CustomerID(4676), member: isManager ? nil : MemberID(7),
            manager: isManager ? TeamUserID(3) : nil, name: "Mia \"Ö\"\\ \u{1}", email: "mia@acme.example")
    }

    private static func managers(_ manager: TeamUserID?) throws -> NewSession {
        let partner = try #require(VendorID("acme"))
        return NewSession(
            partner: partner, customer: CustomerID(1), member: nil, manager: manager, name: "Mia", email: nil,
            origin: nil, context: .direct,
            mark: TokenMark(
                partner: partner, customer: CustomerID(1), jti: "ticket:" + OneUseCode.generate().hash,
                rememberUntil: Rig.start),
            userAgent: nil, clientAddress: nil)
    }
}
