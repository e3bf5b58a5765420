import NIOCore

@testable import Domain
@testable import Sessions

/// One sign-in, to be made once however often it is tried.
struct Attempt: Sendable {
    let identity: SessionModel.Identity
    let presented: SessionCookie?
    let time: UnixTime
    let cookie: SessionCookie
    private let new: NewSession

    init(_ identity: SessionModel.Identity, presented: SessionCookie?, at time: UnixTime) throws {
        self.identity = identity
        self.presented = presented
        self.time = time
        cookie = .generate(for: CustomerID(identity.customer))
        new = try Rig.new(
            identity.customer, member: identity.member, origin: identity.origin,
            context: identity.origin == nil ? .direct : .embedded, partner: identity.partner)
    }

    func made(at node: SessionNode) async throws -> SessionCreation {
        try await node.run { $0.creation(new, cookie, presented: presented, at: time) }
    }

    /// Tries until the store answers.
    func madeAtLast(at node: SessionNode) async throws -> SessionCreation {
        while true {
            do { return try await made(at: node) } catch SessionStoreError.unavailable {
                try await Task.sleep(for: .milliseconds(10))
            }
        }
    }
}
