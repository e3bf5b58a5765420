import Domain

/// A member of a customer.
struct Person: Hashable, Sendable {
    /// The name people read.
    let name: String
    /// The partner's own id for them.
    let id: String
    /// Of their address.
    let domain: String
    /// What they may do.
    let role: Member.Role

    /// Where to write to.
    var email: String { "\(id)@\(domain)" }
}
