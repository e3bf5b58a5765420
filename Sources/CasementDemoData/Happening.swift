import Directory
import Domain

/// Something that happens to a customer.
struct Happening: Hashable, Sendable {
    /// What it is.
    enum Deed: Hashable, Sendable {
        /// Somebody joins; the customer's number is put in when it is known.
        case member(NewMember)
        /// A connection is reported, by its id.
        case connection(String, NewConnection)
        /// A recipe is reported, by its id.
        case recipe(String, NewRecipe)
        /// A trial becomes a subscription.
        case upgrade(DemoPlan)
        /// A subscription ends.
        case downgrade
    }

    /// When it happens.
    let time: UnixTime
    /// What it is.
    let deed: Deed
}
