import CasementTesting
import NIOCore
import NIOPosix
import RedisClient

@testable import Domain
@testable import Sessions

/// A store on its loop before a real server, and sign-ins to try.
struct Rig: Sendable {
    static let start = UnixTime(1_800_000_000)
    static let acme = VendorID("acme")

    let server: RedisServerProcess
    let loop: any EventLoop
    let store: NIOLoopBound<SessionStore>
    let limits: SessionLimits

    init(limits: SessionLimits = SessionLimits()) async throws {
        server = try RedisServerProcess()
        self.limits = limits
        let address = try RedisAddress(server.url)
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        self.loop = loop
        store = try await loop.submit {
            let redis = RedisClient(server: RedisServer(address), eventLoop: loop, commandTimeout: .seconds(20))
            return NIOLoopBound(SessionStore(redis: redis, limits: limits), eventLoop: loop)
        }.get()
    }

    func run<Value: Sendable>(_ body: @escaping @Sendable (SessionStore) -> EventLoopFuture<Value>) async throws
        -> Value
    {
        let store = store
        return try await loop.flatSubmit { body(store.value) }.get()
    }

    func redis(_ words: RedisArgument...) async throws -> RedisValue { try await run { $0.redis.send(words) } }

    /// How often a command was carried out, by anybody.
    func commands(_ name: String) async throws -> Int {
        let info = try await redis("INFO", "commandstats").text ?? ""
        let line = info.split(separator: "\r\n").first { $0.hasPrefix("cmdstat_\(name):calls=") }
        return line.flatMap { Int($0.split(separator: "=")[1].prefix { $0.isNumber }) } ?? 0
    }

    func create(
        _ new: NewSession, _ cookie: SessionCookie, presented: SessionCookie? = nil, at now: UnixTime = Rig.start
    ) async throws -> SessionCreation {
        try await run { $0.creation(new, cookie, presented: presented, at: now) }
    }

    func load(_ cookie: SessionCookie, at now: UnixTime = Rig.start) async throws -> Session? {
        try await run { $0.load(cookie.hash, of: cookie.customer, at: now) }
    }

    func follow(_ place: SessionPlace, at now: UnixTime) async throws -> PlacedSession? {
        try await run { store in
            let promise = store.redis.eventLoop.makePromise(of: PlacedSession?.self)
            store.follow(place, at: now) { promise.completeWith($0.mapError { $0 }) }
            return promise.futureResult
        }
    }

    /// Signs in with a token of its own; gives the cookie.
    func signIn(
        _ customer: Int64 = 1, member: Int64? = nil, origin: String? = "one.example", presented: SessionCookie? = nil,
        at now: UnixTime = Rig.start
    ) async throws -> SessionCookie {
        let cookie = SessionCookie.generate(for: CustomerID(customer))
        _ = try await create(Rig.new(customer, member: member, origin: origin), cookie, presented: presented, at: now)
        return cookie
    }

    static func new(
        _ customer: Int64 = 1, member: Int64? = nil, origin: String? = "one.example",
        context: SessionContext = .embedded,
        jti: String? = nil, partner: String = "acme", name: String? = "Ann"
    ) throws -> NewSession {
        let partner = try required(VendorID(partner))
        let jti = jti ?? "jti-\(UInt64.random(in: 0 ... .max))"
        return NewSession(
            partner: partner, customer: CustomerID(customer), member: member.map { MemberID($0) }, name: name,
            email: "ann@example.com", origin: origin.map(Rig.origin), context: context,
            mark: TokenMark(
                partner: partner, customer: CustomerID(customer), jti: jti, rememberUntil: Rig.start + 660),
            userAgent: "Browser/1 \u{FF}", clientAddress: "192.0.2.1")
    }

    static func origin(_ host: String) -> Origin { Origin(scheme: .https, host: host, port: nil) }

    private static func required(_ vendor: VendorID?) throws -> VendorID {
        guard let vendor else { throw SessionStoreError.recordMalformed }
        return vendor
    }
}

extension SessionStore {
    /// A creation as a future.
    func creation(
        _ new: NewSession, _ cookie: SessionCookie, presented: SessionCookie? = nil, at now: UnixTime = Rig.start
    ) -> EventLoopFuture<SessionCreation> {
        let promise = redis.eventLoop.makePromise(of: SessionCreation.self)
        create(new, cookie: cookie, presented: presented, at: now) { promise.completeWith($0.mapError { $0 }) }
        return promise.futureResult
    }
}
