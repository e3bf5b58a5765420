import Domain
import Sessions
import Synchronization

@testable import Management

/// Sessions that a test puts there.
final class FakeSessions: SessionAdministration {
    private let state = Mutex((sessions: [Session](), isDown: false))

    /// Makes every question fail, as when Redis is gone.
    func goDown() { state.withLock { $0.isDown = true } }

    func put(_ session: Session) { state.withLock { $0.sessions.append(session) } }

    func list(_ selection: SessionSelection, at now: UnixTime) async throws -> [Session] {
        try up().filter { $0.isMeant(by: selection) }
    }

    func count(_ selection: SessionSelection, at now: UnixTime) async throws -> Int {
        try await list(selection, at: now).count
    }

    func end(_ selection: SessionSelection, at now: UnixTime) async throws -> Int {
        try end { $0.isMeant(by: selection) }
    }

    func end(sessionID: String, of customer: CustomerID, at now: UnixTime) async throws -> Bool {
        try end { $0.id == sessionID && $0.customer == customer } > 0
    }

    private func up() throws -> [Session] {
        try state.withLock { state in
            guard !state.isDown else { throw SessionStoreError.recordMalformed }
            return state.sessions
        }
    }

    private func end(_ isMeant: (Session) -> Bool) throws -> Int {
        let count = try up().count(where: isMeant)
        state.withLock { $0.sessions.removeAll(where: isMeant) }
        return count
    }
}

extension Session {
    fileprivate func isMeant(by selection: SessionSelection) -> Bool {
        switch selection.scope {
        case .partner(let vendor): partner == vendor
        case .customer(let id): customer == id
        case .member(let id, let of): customer == of && member == id
        case .withoutMember(let of): customer == of && member == nil && manager == nil
        }
    }
}
