import Directory
import Domain

/// A customer's life up to now.
struct Story: Hashable, Sendable {
    /// What it is created from.
    let customer: NewCustomer
    /// The plan it is created on; nil: the free one.
    let plan: DemoPlan?
    /// When it is created.
    let joinedAt: UnixTime
    /// What happens later, in order.
    let happenings: [Happening]
    /// When its recipes work, and how hard.
    let spells: [Spell]
}
