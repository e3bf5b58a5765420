import Directory
import Domain

/// Something that is written to the directory, and when.
struct Event {
    /// What it is.
    enum Deed {
        /// The operator's first user, and the plans.
        case beginning(TeamPerson)
        /// A partner is created.
        case partner(NewPartner)
        /// Somebody joins a partner's team.
        case person(TeamPerson, of: VendorID)
        /// A partner gets an API token of that name.
        case token(String, of: VendorID)
        /// A customer joins: the story of that place.
        case customer(Int)
        /// Something happens to it.
        case happening(Int, Happening.Deed)
    }

    /// When it happens.
    let time: UnixTime
    /// What it is.
    let deed: Deed
}
