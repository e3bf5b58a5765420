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
    /// What makes and ends sessions.
    let writes: ReplicatedWrites
    private var notes = CustomerNotes()

    /// A store on the client's loop; a session is made, and ended, once so many replicas know.
    public init(redis: RedisClient, limits: SessionLimits, replicas: Int = 0) {
        self.redis = redis
        writes = redis.writes(heldBy: replicas)
        self.limits = limits
    }

    /// Claims the token and makes the session, in one atomic step. A `presented` cookie that names a live session of the
    /// same partner, customer, member, context and pinned origin has it renewed; any other session it names is ended.
    public func create(
        _ new: NewSession, cookie: SessionCookie, presented: SessionCookie?, at now: UnixTime,
        then completion: @escaping (Result<SessionCreation, SessionStoreError>) -> Void
    ) {
        let session = Session(new, id: Base64URL.encode(SecureRandom.bytes(16)), at: now, limits: limits)
        let other = presented.flatMap { $0.customer == new.customer ? nil : $0 }
        let inform = noting(session, at: now) { [self] answer in
            guard let other, answer != .success(.replayed) else { return completion(answer) }
            end(SessionPlace(other), at: now).assumeIsolated().whenComplete { [self] ended in
                let lived = ended.map { $0.flatMap { $0.isLive(at: now, limits: limits) ? $0 : nil } }
                completion(
                    lived.mapError { SessionStoreError($0) }.flatMap { ended in answer.map { $0.ending(ended) } })
            }
        }
        claimAndWrite(session, new.mark, cookie, presented, at: now) { inform($0) }
    }

    /// The live session that the cookie names, or nil. The one place that reads a session for a request: `SessionCache`
    /// stands in front of it.
    public func load(
        _ cookie: SessionCookie, at now: UnixTime,
        then completion: @escaping (Result<PlacedSession?, SessionStoreError>) -> Void
    ) { load(SessionPlace(cookie), at: now, heeding: .forTheirTime, then: completion) }

    /// The live session that stood at this place when something was opened under it, or nil once it has ended. Reading
    /// follows a renewal for as long as its signpost stands, which is longer than the former cookie is good for.
    public func follow(
        _ place: SessionPlace, at now: UnixTime,
        then completion: @escaping (Result<PlacedSession?, SessionStoreError>) -> Void
    ) { load(place, at: now, heeding: .whileTheyStand, then: completion) }

    /// Writes activity at `now`, unless activity of late or later is written already; gives the last, or nil once the
    /// session has ended.
    public func touch(_ place: SessionPlace, at now: UnixTime) -> EventLoopFuture<UnixTime?> {
        let keys = SessionKeys(customer: place.customer)
        return run(
            SessionScripts.touch, keys: [keys.index],
            [
                .text(keys.recordPrefix), .integer(now.seconds), .integer(limits.idle), .text(place.hash),
                .integer(limits.touchInterval),
            ]
        ).map { $0.integer.map { UnixTime($0) } }
    }

    /// Ends the session that stands or stood at this place, with all its former values; gives what was ended. At a moment,
    /// if one is given, a former value whose time is over leads nowhere.
    public func end(_ place: SessionPlace, at now: UnixTime? = nil) -> EventLoopFuture<Session?> {
        let keys = SessionKeys(customer: place.customer)
        let moment: RedisArgument = now.map { .integer($0.seconds) } ?? ""
        return writes.run(
            SessionScripts.end, keys: [keys.index], [.text(keys.recordPrefix), .text(place.hash), moment]
        )
        .flatMapThrowing { try $0.array.map { try Session(pairs: $0) } }
    }

    /// Claims a token that makes no session; false when it was used before.
    public func claim(_ mark: TokenMark, at now: UnixTime) -> EventLoopFuture<Bool> {
        run(
            SessionScripts.claim, keys: [SessionKeys(customer: mark.customer).mark(mark)],
            [.text(Base64URL.encode(SecureRandom.bytes(16))), .integer(mark.lifetime(from: now))]
        ).map { $0.integer == 1 }
    }

    /// Closes the connections to Redis; nothing is asked after this.
    public func close() {
        redis.close()
        writes.close()
    }

    /// Asks for signs of life: another connection to the same Redis was lost.
    func checkConnections() {
        redis.checkConnection()
        writes.checkConnection()
    }

    /// Runs a script that may be repeated, its failures in this module's words.
    func run(
        _ script: RedisScript, keys: [RedisArgument], _ arguments: [RedisArgument]
    ) -> EventLoopFuture<RedisValue> {
        redis.run(script, keys: keys, arguments)
    }

    /// The live session whose record, or whose former value's signpost, has that hash.
    func load(_ hash: String, of customer: CustomerID, at now: UnixTime) -> EventLoopFuture<Session?> {
        let promise = redis.eventLoop.makePromise(of: Session?.self)
        load(SessionPlace(customer: customer, hash: hash), at: now, heeding: .forTheirTime) {
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
        _ place: SessionPlace, at now: UnixTime, heeding signposts: Signposts, from cookieExpiresAt: UnixTime? = nil,
        hops: Int = 4, then completion: @escaping (Result<PlacedSession?, SessionStoreError>) -> Void
    ) {
        let key = SessionKeys(customer: place.customer).record(place.hash)
        let words: [RedisArgument] = ["HMGET", key, SessionRecord.wanted]
        redis.send(words, whenLost: .repeatOnce) { reply in
            do throws(SessionStoreError) {
                let record = try Self.record(reply)
                guard let next = record[SessionRecord.next].text, hops > 0 else {
                    let session = try self.live(record, of: place.customer, at: now)
                    return completion(
                        .success(
                            session.map {
                                PlacedSession(session: $0, place: place, cookieExpiresAt: cookieExpiresAt)
                            }))
                }
                let end = record[SessionRecord.next + 1].integer.map { UnixTime($0) }
                guard let end, signposts == .whileTheyStand || now < end else { return completion(.success(nil)) }
                let further = SessionPlace(customer: place.customer, hash: next)
                self.load(
                    further, at: now, heeding: signposts, from: cookieExpiresAt.map { min($0, end) } ?? end,
                    hops: hops - 1, then: completion)
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

    /// Notes the session's customer with its partner while the session is made, unless Redis is known to hold a note that
    /// lasts; what is given back passes the answer on once both are done.
    private func noting(
        _ session: Session, at now: UnixTime,
        then completion: @escaping (Result<SessionCreation, SessionStoreError>) -> Void
    ) -> (Result<SessionCreation, SessionStoreError>) -> Void {
        let noted = notes.cover(session, over: redis.connectionCount) ? nil : note(session, at: now)
        return { [self] answer in
            guard let noted else {
                // Redis may have forgotten only if the connection was lost meanwhile.
                guard !notes.cover(session, over: redis.connectionCount) else { return completion(answer) }
                return noting(session, at: now, then: completion)(answer)
            }
            noted.assumeIsolated().whenComplete { [self] noted in
                switch noted {
                case .success: noting(session, at: now, then: completion)(answer)
                case .failure(let error): completion(.failure(SessionStoreError(error)))
                }
            }
        }
    }

    private func note(_ session: Session, at now: UnixTime) -> EventLoopFuture<Void> {
        let connection = redis.connectionCount
        let until = CustomerNotes.end(for: session)
        return run(
            SessionScripts.note, keys: [SessionKeys.customers(of: session.partner)],
            [.integer(now.seconds), .integer(until.seconds), .integer(session.customer.rawValue)]
        ).assumeIsolated().map { _ in
            self.notes.add(session, until: until, over: connection)
        }.nonisolated()
    }

    private func claimAndWrite(
        _ session: Session, _ mark: TokenMark, _ cookie: SessionCookie, _ presented: SessionCookie?, at now: UnixTime,
        then completion: @escaping (Result<SessionCreation, SessionStoreError>) -> Void
    ) {
        let keys = SessionKeys(customer: session.customer)
        let sameSlot = presented.flatMap { $0.customer == session.customer ? $0.hash : nil } ?? ""
        let hash = cookie.hash
        var words: [RedisArgument] = []
        words.reserveCapacity(40)
        words += [
            .text(keys.recordPrefix), .integer(now.seconds), .integer(limits.idle),
            .integer(mark.lifetime(from: now)), .integer(SessionLimits.grace), .text(hash), .text(sameSlot),
            .integer(session.idleExpiresAt(limits).seconds), SessionRecord.line(session, hash),
        ]
        SessionRecord.append(session, to: &words)
        writes.script(SessionScripts.create, keys: [keys.mark(mark), keys.index], arguments: words) { outcome in
            do throws(SessionStoreError) {
                switch outcome {
                case .success(let answer): completion(.success(try SessionCreation(answer, of: session)))
                case .failure(let error): throw .unavailable(error)
                }
            } catch {
                completion(.failure(error))
            }
        }
    }
}
