import Domain
import NIOCore
import OpenSSLCrypto
import RedisClient

/// The console's sessions in Redis, seen from one event loop. Every failure is a `SessionStoreError`, never "no session";
/// everything here may be carried out twice with the same result.
public struct ConsoleSessionStore {
    /// So many live at a time for one user; the one that would end first makes room.
    static let most: Int64 = 64

    private let redis: RedisClient
    private let writes: ReplicatedWrites
    private let limits: SessionLimits

    /// A store that shares the connections, and the limits, of that of the other sessions.
    public init(beside store: SessionStore) {
        redis = store.redis
        writes = store.writes
        limits = store.limits
    }

    /// Signs the user in under the cookie.
    public func create(
        _ cookie: ConsoleCookie, for user: TeamUserID, userAgent: String?, clientAddress: String?, at now: UnixTime
    ) -> EventLoopFuture<Void> {
        let session = ConsoleSession(
            id: Base64URL.encode(SecureRandom.bytes(16)), user: user, createdAt: now, lastSeenAt: now,
            absoluteExpiresAt: now + limits.absolute, userAgent: userAgent.map(UserAgent.cut),
            clientAddress: clientAddress)
        return writes.run(
            ConsoleScripts.create, keys: [ConsoleKeys.session(cookie), ConsoleKeys.index(of: user)],
            [
                .text(ConsoleKeys.sessionPrefix), .integer(now.seconds),
                .integer(session.idleExpiresAt(limits).seconds), .integer(Self.most), .text(cookie.hash),
            ] + session.words
        ).map { _ in }
    }

    /// The live session that the cookie names, or nil; its activity is written, as seldom as the limits let.
    public func load(_ cookie: ConsoleCookie, at now: UnixTime) -> EventLoopFuture<ConsoleSession?> {
        redis.run(
            ConsoleScripts.load, keys: [ConsoleKeys.session(cookie)],
            [
                .text(ConsoleKeys.indexPrefix), .integer(now.seconds), .integer(limits.idle),
                .integer(limits.touchInterval), .text(cookie.hash),
            ]
        ).flatMapThrowing { $0.isNull ? nil : try ConsoleSession(record: $0) }
    }

    /// The user's live sessions, in no order.
    public func list(of user: TeamUserID, at now: UnixTime) -> EventLoopFuture<[ConsoleSession]> {
        redis.run(
            ConsoleScripts.list, keys: [ConsoleKeys.index(of: user)],
            [.text(ConsoleKeys.sessionPrefix), .integer(now.seconds)]
        ).flatMapThrowing { answer in
            guard let records = answer.array else { throw SessionStoreError.recordMalformed }
            return try records.map { try ConsoleSession(record: $0) }
        }
    }

    /// Ends the session that the cookie names, if there is one.
    public func end(_ cookie: ConsoleCookie) -> EventLoopFuture<Void> {
        writes.run(
            ConsoleScripts.end, keys: [ConsoleKeys.session(cookie)],
            [.text(ConsoleKeys.indexPrefix), .text(cookie.hash)]
        ).map { _ in }
    }

    /// Ends the user's sessions, all or all but the one of a cookie; gives how many there were.
    public func endAll(of user: TeamUserID, but kept: ConsoleCookie?) -> EventLoopFuture<Int> {
        writes.run(
            ConsoleScripts.endAll, keys: [ConsoleKeys.index(of: user)],
            [.text(ConsoleKeys.sessionPrefix), .text(kept?.hash ?? "")]
        ).map { $0.integer.map { Int($0) } ?? 0 }
    }
}
