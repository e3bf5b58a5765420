import Domain
import NIOCore
import RedisClient

/// A walk over a customer's index, a bounded piece a round trip.
struct IndexWalk {
    /// What is done with the entries that fit.
    enum Deed: String {
        case count
        case list
        case end
    }

    /// Whose index.
    let customer: CustomerID
    /// Entries that expired by now do not count.
    let now: UnixTime
    /// What is done.
    let deed: Deed
    /// One public id; empty for any.
    var sessionID = ""
    /// Who among the customer's; nil for everyone.
    var selection: SessionSelection?

    /// How many entries a piece has, roughly: so few that ending them holds Redis up for less than a millisecond.
    static let batch: Int64 = 50

    /// The script's arguments for the piece at the cursor.
    func arguments(cursor: Int64) -> [RedisArgument] {
        [
            .text(SessionKeys(customer: customer).recordPrefix), .integer(now.seconds), .integer(cursor),
            .integer(Self.batch), .text(deed.rawValue), .text(sessionID), selection?.memberWord ?? "",
            selection?.originWord ?? "",
        ]
    }

    /// What a walk has found so far.
    struct Found: Sendable {
        /// How many entries fitted and live, or were ended.
        var count = 0
        /// Cookie hashes, for a list; one may come twice.
        var hashes: [String] = []
        /// How many pieces it took.
        var pieces = 0
    }
}

extension SessionStore {
    /// Walks the index. An index of several pieces may have changed between them, so ending walks it again until a walk
    /// ends none.
    func perform(_ walk: IndexWalk, passes: Int = 8) -> EventLoopFuture<IndexWalk.Found> {
        let promise = redis.eventLoop.makePromise(of: IndexWalk.Found.self)
        step(walk, from: 0, found: IndexWalk.Found(), promise)
        return promise.futureResult.assumeIsolated().flatMap { found in
            guard walk.deed == .end, found.pieces > 1, found.count > 0, passes > 1 else {
                return self.redis.eventLoop.makeSucceededFuture(found)
            }
            return self.perform(walk, passes: passes - 1).map { later in
                IndexWalk.Found(count: found.count + later.count, pieces: found.pieces + later.pieces)
            }
        }.nonisolated()
    }

    /// Goes on from answer to answer; a future for each piece would nest as deep as the index is long.
    private func step(
        _ walk: IndexWalk, from cursor: Int64, found: IndexWalk.Found, _ promise: EventLoopPromise<IndexWalk.Found>
    ) {
        run(walk, from: cursor).assumeIsolated().whenComplete { answer in
            do {
                guard let parts = try answer.get().array, parts.count == 2, let next = parts[0].integer else {
                    throw SessionStoreError.recordMalformed
                }
                var sum = found
                sum.pieces += 1
                sum.count += parts[1].integer.map { Int($0) } ?? 0
                sum.hashes += parts[1].array?.compactMap(\.text) ?? []
                if next == 0 { promise.succeed(sum) } else { self.step(walk, from: next, found: sum, promise) }
            } catch {
                promise.fail(error)
            }
        }
    }

    private func run(_ walk: IndexWalk, from cursor: Int64) -> EventLoopFuture<RedisValue> {
        let (keys, arguments) = ([SessionKeys(customer: walk.customer).index], walk.arguments(cursor: cursor))
        return switch walk.deed {
        case .end: writes.run(SessionScripts.walk, keys: keys, arguments)
        case .count, .list: run(SessionScripts.walk, keys: keys, arguments)
        }
    }
}
