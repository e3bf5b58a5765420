import CasementTesting
import Domain
import Management
import NIOCore
import NIOPosix
import RedisClient
import Sessions
import Testing

@testable import CasementApp

@Suite("What the console keeps, from outside the event loops", .enabled(if: RedisServerProcess.isInstalled))
struct ConsoleMemoryTests {
    private static let start = UnixTime(1_800_000_000)
    private static let ann = TeamUserID(1)

    @Test("A session is begun, listed by its latest activity first, and ended by its cookie or with all others")
    func sessions() async throws {
        try await withMemory { memory, _ in
            let first = try await memory.begin(for: Self.ann, userAgent: "A", clientAddress: nil, at: Self.start)
            let second = try await memory.begin(for: Self.ann, userAgent: "B", clientAddress: nil, at: Self.start + 1)
            #expect(try await agents(memory) == ["B", "A"])
            #expect(try await memory.session(first, at: Self.start + 100)?.userAgent == "A")
            #expect(try await agents(memory) == ["A", "B"])
            try await memory.end(first)
            #expect(try await agents(memory) == ["B"])
            #expect(try await memory.endAll(of: Self.ann, but: second) == 0)
            #expect(try await memory.endAll(of: Self.ann, but: nil) == 1)
            #expect(try await memory.session(second, at: Self.start + 100) == nil)
        }
    }

    @Test("A success forgets what failed before it")
    func attempts() async throws {
        try await withMemory { memory, _ in
            let names = [SignInName.email("ann@example.com")]
            for _ in 0..<4 { #expect(try await memory.attempt(names, at: Self.start) == .admitted) }
            try await memory.forgive(names)
            for _ in 0..<5 { #expect(try await memory.attempt(names, at: Self.start) == .admitted) }
            #expect(try await memory.attempt(names, at: Self.start) == .locked(until: Self.start + 30))
        }
    }

    @Test("An invitation's text is good once, and no other text ever")
    func invitations() async throws {
        try await withMemory { memory, _ in
            let text = try await memory.invite(Self.ann).reveal()
            #expect(try await memory.invited(by: text) == Self.ann)
            #expect(try await memory.accept(text) == Self.ann)
            for wrong in [text, "", "x", text + "="] {
                #expect(try await memory.invited(by: wrong) == nil)
                #expect(try await memory.accept(wrong) == nil)
            }
        }
    }

    @Test("The gateway redeems a ticket that the console issued")
    func ticket() async throws {
        try await withMemory { memory, redis in
            let ticket = WorkspaceTicket(
                partner: try #require(VendorID("acme")), customer: CustomerID(1), member: nil, manager: Self.ann,
                name: "Ann", email: "ann@example.com")
            let code = try #require(OneUseCode(try await memory.issue(ticket).reveal()))
            let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
            let redeemed = try await eventLoop.flatSubmit {
                let client = RedisClient(server: RedisServer(redis), eventLoop: eventLoop, commandTimeout: .seconds(20))
                let gateways = SessionStore(redis: client, limits: SessionLimits())
                return gateways.tickets.redeem(code).assumeIsolated().map { found in
                    gateways.close()
                    return found
                }.nonisolated()
            }.get()
            #expect(redeemed == ticket)
        }
    }

    private func agents(_ memory: any ConsoleMemory) async throws -> [String?] {
        try await memory.sessions(of: Self.ann, at: Self.start + 100).map(\.userAgent)
    }

    private func withMemory(_ body: (any ConsoleMemory, RedisAddress) async throws -> Void) async throws {
        let redis = try RedisServerProcess()
        let address = try RedisAddress(redis.url)
        let access = SessionAccess(RedisServer(address), SessionLimits(), timeout: .seconds(20))
        let result: Result<Void, any Error>
        do { result = .success(try await body(access, address)) } catch { result = .failure(error) }
        try await access.close()
        withExtendedLifetime(redis) {}
        try result.get()
    }
}
