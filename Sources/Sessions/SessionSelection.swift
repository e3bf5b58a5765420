import Domain
import RedisClient

/// Which sessions are meant.
public struct SessionSelection: Hashable, Sendable {
    /// Whose sessions.
    public enum Scope: Hashable, Sendable {
        /// Everyone's under all customers of the partner.
        case partner(VendorID)
        /// Everyone's under the customer.
        case customer(CustomerID)
        /// One member's.
        case member(MemberID, of: CustomerID)
        /// Those signed in by the owner's link: without a member, and no manager.
        case withoutMember(of: CustomerID)
    }

    /// Whose sessions.
    public let scope: Scope
    /// Only those pinned to this origin, serialised; nil: whatever the pin.
    public let origin: String?

    /// All of the scope, or those of it that are pinned to an origin.
    public init(_ scope: Scope, pinnedTo origin: Origin? = nil) {
        self.scope = scope
        self.origin = origin?.description
    }

    /// What the walk compares the entries' member with.
    var memberWord: RedisArgument {
        switch scope {
        case .partner, .customer: ""
        case .member(let id, _): .integer(id.rawValue)
        case .withoutMember: "-"
        }
    }

    /// What the walk compares the entries' origin with.
    var originWord: RedisArgument { .text(origin ?? "") }
}
