import Domain
import NIOCore
import OpenSSLCrypto
import RedisClient

/// The sessions in Redis, seen from one event loop. Every failure is a `SessionStoreError`, never "no session".
///
/// Everything here may be carried out twice with the same result, so that one repetition after a lost reply is safe.
public final class SessionStore {
    /// How long sessions live.
    public let limits: SessionLimits

    let redis: RedisClient
    private var notes = CustomerNotes()

    /// A store on the client's loop.
    public init(redis: RedisClient, limits: SessionLimits) {
        self.redis = redis
        self.limits = limits
    }

    /// Claims the token and makes the session, in one atomic step. A `presented` cookie that names a live session of the
    /// same partner, customer, member, context and pinned origin has it renewed; any other session it names is ended.
    public func create(
        _ new: NewSession, cookie: SessionCookie, presented: SessionCookie?, at now: UnixTime
    ) -> EventLoopFuture<SessionCreation> {
        let session = Session(new, id: Base64URL.encode(SecureRandom.bytes(16)), at: now, limits: limits)
        let noted = note(session, at: now)
        let answer = claimAndWrite(session, new.mark, cookie, presented, at: now)
        return noted.assumeIsolated().flatMap { answer }
            // This asks nobody, unless the connection was lost meanwhile and Redis may have forgotten.
            .flatMap { answer in self.note(session, at: now).map { answer } }
            .flatMapThrowing { try SessionCreation($0, of: session) }
            .flatMap { creation in self.endElsewhere(presented, after: creation, of: new.customer) }
            .flatMapErrorThrowing { throw SessionStoreError($0) }.nonisolated()
    }

    /// The live session that the cookie names, or nil. The one place that reads a session for a request: the loop's cache
    /// will stand in front of it.
    public func load(
        _ cookie: SessionCookie, at now: UnixTime,
        then completion: @escaping (Result<Session?, SessionStoreError>) -> Void
    ) {
        load(SessionPlace(cookie), at: now, heeding: .forTheirTime, hops: 4) { completion($0.map { $0?.session }) }
    }

    /// The live session that stood at this place when something was opened under it, or nil once it has ended. Reading
    /// follows a renewal for as long as its signpost stands, which is longer than the former cookie is good for.
    public func follow(
        _ place: SessionPlace, at now: UnixTime,
        then completion: @escaping (Result<PlacedSession?, SessionStoreError>) -> Void
    ) { load(place, at: now, heeding: .whileTheyStand, hops: 4, then: completion) }

    /// Writes activity at `now`, unless the session has ended or later activity is written.
    public func touch(_ cookie: SessionCookie, at now: UnixTime) -> EventLoopFuture<Void> {
        touch(SessionPlace(cookie), at: now)
    }

    /// The same for what was opened under the session.
    public func touch(_ place: SessionPlace, at now: UnixTime) -> EventLoopFuture<Void> {
        let keys = SessionKeys(customer: place.customer)
        return run(
            SessionScripts.touch, keys: [keys.index],
            [.text(keys.recordPrefix), .integer(now.seconds), .integer(limits.idle), .text(place.hash)]
        ).map { _ in }
    }

    /// Ends the session that the cookie names, with all its former values; gives what was ended.
    public func end(_ cookie: SessionCookie) -> EventLoopFuture<Session?> {
        let keys = SessionKeys(customer: cookie.customer)
        return run(SessionScripts.end, keys: [keys.index], [.text(keys.recordPrefix), .text(cookie.hash)])
            .flatMapThrowing { try $0.array.map { try Session(pairs: $0) } }
    }

    /// Claims a token that makes no session; false when it was used before.
    public func claim(_ mark: TokenMark, at now: UnixTime) -> EventLoopFuture<Bool> {
        run(
            SessionScripts.claim, keys: [SessionKeys(customer: mark.customer).mark(mark)],
            [.text(Base64URL.encode(SecureRandom.bytes(16))), .integer(mark.lifetime(from: now))]
        ).map { $0.integer == 1 }
    }

    /// Closes the connection to Redis; nothing is asked after this.
    public func close() { redis.close() }

    /// Runs a script that may be repeated, its failures in this module's words.
    func run(
        _ script: RedisScript, keys: [RedisArgument], _ arguments: [RedisArgument]
    ) -> EventLoopFuture<RedisValue> {
        redis.run(script, keys: keys, arguments)
    }

    /// The live session whose record, or whose former value's signpost, has that hash.
    func load(_ hash: String, of customer: CustomerID, at now: UnixTime) -> EventLoopFuture<Session?> {
        let promise = redis.eventLoop.makePromise(of: Session?.self)
        load(SessionPlace(customer: customer, hash: hash), at: now, heeding: .forTheirTime, hops: 4) {
            promise.completeWith($0.map { $0?.session }.mapError { $0 })
        }
        return promise.futureResult
    }

    /// How long a former value leads on.
    private enum Signposts {
        /// As long as a cookie with it is good.
        case forTheirTime
        /// As long as Redis keeps it.
        case whileTheyStand
    }

    /// Follows signposts of former values to the record. Without futures, because every request goes this way.
    private func load(
        _ place: SessionPlace, at now: UnixTime, heeding signposts: Signposts, hops: Int,
        then completion: @escaping (Result<PlacedSession?, SessionStoreError>) -> Void
    ) {
        let key = SessionKeys(customer: place.customer).record(place.hash)
        let words: [RedisArgument] = ["HMGET", key, SessionRecord.wanted]
        redis.send(words, whenLost: .repeatOnce) { reply in
            do throws(SessionStoreError) {
                let record = try Self.record(reply)
                guard let next = record[SessionRecord.next].text, hops > 0 else {
                    let session = try self.live(record, of: place.customer, at: now)
                    return completion(.success(session.map { PlacedSession(session: $0, place: place) }))
                }
                let end = record[SessionRecord.next + 1].integer.map { UnixTime($0) }
                guard let end, signposts == .whileTheyStand || now < end else { return completion(.success(nil)) }
                let further = SessionPlace(customer: place.customer, hash: next)
                self.load(further, at: now, heeding: signposts, hops: hops - 1, then: completion)
            } catch {
                completion(.failure(error))
            }
        }
    }

    private static func record(_ reply: Result<RedisValue, RedisError>) throws(SessionStoreError) -> [RedisValue] {
        switch reply {
        case .success(.array(let record)) where record.count == SessionRecord.fields.count: return record
        case .success: throw .recordMalformed
        case .failure(let error): throw .unavailable(error)
        }
    }

    private func live(
        _ record: [RedisValue], of customer: CustomerID, at now: UnixTime
    ) throws(SessionStoreError) -> Session? {
        if record.allSatisfy(\.isNull) { return nil }
        let session = try Session(record: record)
        guard session.customer == customer else { throw SessionStoreError.recordMalformed }
        return session.isLive(at: now, limits: limits) ? session : nil
    }

    /// Notes the session's customer with its partner, unless Redis is known to hold a note that lasts.
    private func note(_ session: Session, at now: UnixTime) -> EventLoopFuture<Void> {
        let connection = redis.connectionCount
        if notes.cover(session, over: connection) { return redis.eventLoop.makeSucceededVoidFuture() }
        let until = CustomerNotes.end(for: session)
        return run(
            SessionScripts.note, keys: [SessionKeys.customers(of: session.partner)],
            [.integer(now.seconds), .integer(until.seconds), .integer(session.customer.rawValue)]
        ).assumeIsolated().map { _ in
            self.notes.add(session, until: until, over: connection)
        }.nonisolated()
    }

    private func claimAndWrite(
        _ session: Session, _ mark: TokenMark, _ cookie: SessionCookie, _ presented: SessionCookie?, at now: UnixTime
    ) -> EventLoopFuture<RedisValue> {
        let keys = SessionKeys(customer: session.customer)
        let sameSlot = presented.flatMap { $0.customer == session.customer ? $0.hash : nil } ?? ""
        return run(
            SessionScripts.create, keys: [keys.mark(mark), keys.index],
            [
                .text(keys.recordPrefix), .integer(now.seconds), .integer(limits.idle),
                .integer(mark.lifetime(from: now)), .integer(SessionLimits.grace), .text(cookie.hash), .text(sameSlot),
                .integer(session.idleExpiresAt(limits).seconds), SessionRecord.line(session, cookie.hash),
            ] + SessionRecord.words(session))
    }

    /// Ends another customer's session once the new one is made.
    private func endElsewhere(
        _ presented: SessionCookie?, after creation: SessionCreation, of customer: CustomerID
    ) -> EventLoopFuture<SessionCreation> {
        guard let presented, presented.customer != customer, creation != .replayed else {
            return redis.eventLoop.makeSucceededFuture(creation)
        }
        return end(presented).map { creation.ending($0) }
    }
}
