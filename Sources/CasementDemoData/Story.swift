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

/// A stretch of days with work.
struct Spell: Hashable, Sendable {
    /// The days, all up to today.
    let days: ClosedRange<CalendarDay>
    /// How many tasks a month it comes to.
    let tasksAMonth: Int64
    /// How many of a hundred jobs fail.
    let failuresInHundred: Double
    /// Days on which an app was down, and far more failed.
    let outage: ClosedRange<CalendarDay>?
}
