import CasementTesting
import Directory
import Domain
import NIOCore
import NIOPosix
import RedisClient
import Sessions
import Synchronization
import Testing

@testable import CasementApp

@Suite("Ending the sessions of what was deleted", .enabled(if: RedisServerProcess.isInstalled))
struct SessionEndingsTests {
    private let now = UnixTime(1_800_000_000)
    private let test: TestStore
    private let redis: RedisServerProcess
    private let sessions: SessionAccess
    private let publisher: DirectoryPublisher

    init() throws {
        test = try TestStore()
        redis = try RedisServerProcess()
        sessions = SessionAccess(RedisServer(try RedisAddress(redis.url)), SessionLimits(), timeout: .seconds(8))
        publisher = DirectoryPublisher(try test.follower(), show: { _ in })
    }

    @Test("A member's go with the member, all of a customer's with the customer, and nobody else's")
    func scopes() async throws {
        let (blue, green) = (try test.customer(), try test.customer("Green Field"))
        let members = try ["ann@a.example", "bob@a.example"].map { email in
            let member = NewMember(customerID: blue, name: "A", email: email, role: .analyst)
            return try test.store.createMember(member, by: .system, now: now).member.id
        }
        for member in members + [nil] { try await signIn(blue, member) }
        try await signIn(green, nil)
        try test.store.deleteMember(members[0], by: .system, now: now)
        var job = self.job
        #expect(await job.turn() == .seconds(1))
        #expect(try await (count(blue), count(green)) == (2, 1))
        try test.store.deleteCustomer(blue, by: .system, now: now)
        _ = await job.turn()
        #expect(try await (count(blue), count(green)) == (0, 1))
        try test.store.deletePartner(test.acme, by: .system, now: now)
        _ = await job.turn()
        #expect(try await count(green) == 0)
        #expect(try test.store.pendingSessionEndings(limit: 10).isEmpty)
    }

    @Test("While Redis is away nothing is forgotten, and what waits is done when it is back")
    func outage() async throws {
        let id = try test.customer()
        try await signIn(id, nil)
        redis.kill()
        try test.store.deleteCustomer(id, by: .system, now: now)
        var job = self.job
        #expect(await job.turn() == .milliseconds(250))
        #expect(await job.turn() == .milliseconds(500))
        #expect(try test.store.pendingSessionEndings(limit: 10).count == 1)
        try redis.start()
        let clock = ContinuousClock()
        let end = clock.now + .seconds(60)
        while try !test.store.pendingSessionEndings(limit: 10).isEmpty, clock.now < end { _ = await job.turn() }
        #expect(try await count(id) == 0)
    }

    @Test("A deletion shows before its sessions are ended, so that none is made after them")
    func order() async throws {
        let id = try test.customer()
        try await signIn(id, nil)
        try test.store.deleteCustomer(id, by: .system, now: now)
        let found = Mutex<[Int]>([])
        let publisher = DirectoryPublisher(try test.follower()) { view in
            let count = try await count(id)
            found.withLock { $0.append(view.customer(id) == nil ? count : -1) }
        }
        var job = SessionEndings(
            directory: test.store, sessions: sessions, publisher: publisher, clock: { now }, logger: .silent)
        _ = await job.turn()
        #expect(found.withLock { $0 } == [1])
        #expect(try await count(id) == 0)
        _ = await job.turn()
        #expect(found.withLock { $0 }.count == 1)
    }

    @Test("More than one batch is taken without a wait")
    func batches() async throws {
        let ids = try (0..<SessionEndings.batch + 1).map { try test.customer("Customer \($0)") }
        for id in ids { try test.store.deleteCustomer(id, by: .system, now: now) }
        var job = self.job
        #expect(await job.turn() == .zero)
        #expect(try test.store.pendingSessionEndings(limit: 10).count == 1)
        #expect(await job.turn() == .seconds(1))
        #expect(try test.store.pendingSessionEndings(limit: 10).isEmpty)
    }

    private var job: SessionEndings {
        SessionEndings(
            directory: test.store, sessions: sessions, publisher: publisher, clock: { [now] in now }, logger: .silent)
    }

    private func count(_ customer: CustomerID) async throws -> Int {
        try await sessions.count(SessionSelection(.customer(customer)), at: now)
    }

    private func signIn(_ customer: CustomerID, _ member: MemberID?) async throws {
        let new = NewSession(
            partner: test.acme, customer: customer, member: member, name: nil, email: nil, origin: nil,
            context: .direct,
            mark: TokenMark(
                partner: test.acme, customer: customer, jti: member?.description ?? "-", rememberUntil: now + 600),
            userAgent: nil, clientAddress: nil)
        let (address, now) = (try RedisAddress(redis.url), now)
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let store = NIOLoopBoundBox<SessionStore?>.makeEmptyBox(eventLoop: loop)
        _ = try await loop.flatSubmit {
            let redis = RedisClient(server: RedisServer(address), eventLoop: loop, commandTimeout: .seconds(20))
            let made = SessionStore(redis: redis, limits: SessionLimits())
            store.value = made
            let promise = loop.makePromise(of: SessionCreation.self)
            made.create(new, cookie: .generate(for: customer), presented: nil, at: now) {
                promise.completeWith($0.mapError { $0 })
            }
            return promise.futureResult
        }.get()
        try await loop.submit { store.value?.close() }.get()
    }
}
