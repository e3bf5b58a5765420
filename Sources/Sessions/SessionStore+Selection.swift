import Domain
import NIOCore
import RedisClient

extension SessionStore {
    /// Ends one session of the customer by its public id; false when there is none.
    public func end(sessionID: String, of customer: CustomerID, at now: UnixTime) -> EventLoopFuture<Bool> {
        guard !sessionID.isEmpty else { return redis.eventLoop.makeSucceededFuture(false) }
        let walk = IndexWalk(customer: customer, now: now, deed: .end, sessionID: sessionID)
        return perform(walk).map { $0.count > 0 }
    }

    /// How many sessions the selection has.
    public func count(_ selection: SessionSelection, at now: UnixTime) -> EventLoopFuture<Int> {
        total(.count, selection, at: now)
    }

    /// Ends the selection in bounded steps, so that other commands pass between them; gives how many were ended.
    public func end(_ selection: SessionSelection, at now: UnixTime) -> EventLoopFuture<Int> {
        total(.end, selection, at: now)
    }

    /// The live sessions of the selection, at most `limit`, in no order.
    public func list(_ selection: SessionSelection, limit: Int, at now: UnixTime) -> EventLoopFuture<[Session]> {
        overCustomers(of: selection, at: now, into: [Session]()) { found, customer in
            guard found.count < limit else { return self.redis.eventLoop.makeSucceededFuture(found) }
            let walk = IndexWalk(customer: customer, now: now, deed: .list, selection: selection)
            return self.perform(walk).assumeIsolated().flatMap { result in
                let loads = Set(result.hashes).prefix(limit - found.count).map {
                    self.load($0, of: customer, at: now)
                }
                return EventLoopFuture.whenAllSucceed(loads, on: self.redis.eventLoop)
            }.map { found + $0.compactMap { $0 } }.nonisolated()
        }
    }

    private func total(
        _ deed: IndexWalk.Deed, _ selection: SessionSelection, at now: UnixTime
    ) -> EventLoopFuture<Int> {
        overCustomers(of: selection, at: now, into: 0) { sum, customer in
            let walk = IndexWalk(customer: customer, now: now, deed: deed, selection: selection)
            return self.perform(walk).map { sum + $0.count }
        }
    }

    private func overCustomers<Result: Sendable>(
        of selection: SessionSelection, at now: UnixTime, into start: Result,
        _ step: @escaping (Result, CustomerID) -> EventLoopFuture<Result>
    ) -> EventLoopFuture<Result> {
        customers(of: selection, at: now).assumeIsolated().flatMap { customers in
            self.fold(customers[...], into: start, step)
        }.flatMapErrorThrowing { throw SessionStoreError($0) }.nonisolated()
    }

    private func fold<Result: Sendable>(
        _ customers: ArraySlice<CustomerID>, into result: Result,
        _ step: @escaping (Result, CustomerID) -> EventLoopFuture<Result>
    ) -> EventLoopFuture<Result> {
        guard let customer = customers.first else { return redis.eventLoop.makeSucceededFuture(result) }
        return step(result, customer).assumeIsolated().flatMap { next in
            self.fold(customers.dropFirst(), into: next, step)
        }.nonisolated()
    }

    private func customers(of selection: SessionSelection, at now: UnixTime) -> EventLoopFuture<[CustomerID]> {
        switch selection.scope {
        case .customer(let id), .member(_, of: let id), .withoutMember(of: let id):
            redis.eventLoop.makeSucceededFuture([id])
        case .partner(let partner): customers(of: partner, at: now, from: 0, found: [])
        }
    }

    /// The partner's customers that may have sessions, read a thousand at a time.
    private func customers(
        of partner: VendorID, at now: UnixTime, from cursor: Int64, found: Set<CustomerID>
    ) -> EventLoopFuture<[CustomerID]> {
        let words = ["ZSCAN", SessionKeys.customers(of: partner), .integer(cursor), "COUNT", "1000"]
        return redis.send(words, whenLost: .repeatOnce).assumeIsolated().flatMap { page in
            guard let parts = page.array, parts.count == 2, let next = parts[0].integer, let pairs = parts[1].array
            else { return self.redis.eventLoop.makeFailedFuture(SessionStoreError.recordMalformed) }
            let ids = stride(from: 0, to: pairs.count, by: 2).compactMap { pairs[$0].integer.map { CustomerID($0) } }
            let all = found.union(ids)
            return next == 0
                ? self.redis.eventLoop.makeSucceededFuture(Array(all))
                : self.customers(of: partner, at: now, from: next, found: all)
        }.nonisolated()
    }
}
