import Directory
import Domain

/// A partner with its team and its customers' names.
struct DemoPartner: Sendable {
    /// How a partner names its customers.
    enum ExternalIDs: Sendable {
        /// `BS-1`
        case initials
        /// `70021`
        case numbers(from: Int)
        /// It has no names for them.
        case none
    }

    /// What it is created from.
    let new: NewPartner
    /// How many days ago that was.
    let daysAgo: Int64
    /// Who works there, the first since its beginning.
    let team: [TeamPerson]
    /// Its customers, in the order in which they joined.
    let companies: [Company]
    /// How it names them.
    let externalIDs: ExternalIDs

    /// Its name for the customer of a place.
    func externalID(of place: Int) -> ExternalID? {
        switch externalIDs {
        case .initials: ExternalID("\(companies[place].initials)-\(place + 1)")
        case .numbers(let first): ExternalID("\(first + place * 7)")
        case .none: nil
        }
    }
}

extension NewPartner {
    /// The partner whose product `casement-demo` serves.
    static func acme(origins: OriginList, keys: [NewSigningKey]) throws -> NewPartner {
        NewPartner(vendorID: try VendorID.demo("acme"), name: "Acme", origins: origins, keys: keys)
    }
}

extension VendorID {
    /// One that is known to be good.
    static func demo(_ text: String) throws -> VendorID {
        guard let id = VendorID(text) else {
            throw DirectoryError.invalid(field: .name, reason: "\(text) is no vendor id")
        }
        return id
    }
}
