import Directory
import Domain

/// Which part of the directory a request reaches. Handlers get hold of things through here, never by the store alone, so
/// that a partner's token cannot so much as ask for another partner's customer.
struct Reach: Sendable {
    /// The one partner that is meant; nil: everybody's, with an operator's token that names none.
    let vendorID: VendorID?

    /// A partner's token reaches its own things, whatever partner it names; an operator's those of the partner it names.
    init(_ principal: Principal, narrowedTo named: VendorID?) throws(APIProblem) {
        switch principal {
        case .operator: vendorID = named
        case .partner(let own): self = try Reach(vendorID: own).narrowed(to: named)
        }
    }

    private init(vendorID: VendorID) { self.vendorID = vendorID }

    /// What of it belongs to that partner, where one is named; another's is not reached.
    func narrowed(to named: VendorID?) throws(APIProblem) -> Reach {
        guard let named, named != vendorID else { return self }
        guard vendorID == nil else { throw .notFound }
        return Reach(vendorID: named)
    }

    /// The partner that is meant, where one must be.
    func partner() throws(APIProblem) -> ReachedPartner {
        guard let vendorID else {
            throw .fields([FieldFault("vendor_id", .refused, "is required with the operator's token")])
        }
        return ReachedPartner(name: vendorID)
    }
}

/// Something that a request reaches, by its name in the directory.
protocol Reached: Sendable {
    associatedtype Name: Sendable
    /// What the directory's methods know it by.
    var name: Name { get }
}

extension Reach: Reached {
    /// The partner whose things are meant; nil: everybody's.
    var name: VendorID? { vendorID }
}

/// A partner that a request reaches. Only `Reach` makes one.
struct ReachedPartner: Reached {
    /// Its vendor id.
    let name: VendorID
    fileprivate init(name: VendorID) { self.name = name }
}

/// A customer that a request reaches. Only `Reaching.customer` makes one.
struct ReachedCustomer: Reached {
    /// The customer as it was found.
    let record: CustomerRecord
    fileprivate init(_ record: CustomerRecord) { self.record = record }
    /// Its number.
    var name: CustomerID { record.customer.id }
}

/// A member that a request reaches. Only `Reaching.member` makes one.
struct ReachedMember: Reached {
    /// The member as it was found.
    let record: MemberRecord
    fileprivate init(_ record: MemberRecord) { self.record = record }
    /// Its number.
    var name: MemberID { record.member.id }
}

/// A request that was let in, as far as it reaches into the directory: the API's and the console's alike.
protocol Reaching: Sendable {
    /// Everything that outlives the request.
    var backend: ManagementBackend { get }
    /// Whose things it reaches.
    var reach: Reach { get }
    /// Who writes, for the audit trail.
    var author: Author { get }
    /// The time of the request.
    var now: UnixTime { get }
    /// What stands in the places of its path, not decoded.
    var places: [String: Substring] { get }
}

extension Reaching {
    /// The thing that a place of the path names; nothing is found under what is no name.
    func place<Name>(_ name: String, _ read: (Substring) -> Name?) throws(APIProblem) -> Name {
        guard let value = places[name].flatMap(read) else { throw .notFound }
        return value
    }

    /// The customer that `:id` names.
    func customer() async throws(APIProblem) -> ReachedCustomer {
        try await customer(try place("id") { Reference<CustomerID>($0) })
    }

    /// The customer of that name.
    func customer(_ reference: Reference<CustomerID>) async throws(APIProblem) -> ReachedCustomer {
        if case .id(let id) = reference, reach.vendorID == nil {
            return ReachedCustomer(try await read(reach) { store, _ in try store.customer(id) })
        }
        let found = try await read(try reach.partner()) { store, vendor in try store.customer(reference, of: vendor) }
        return ReachedCustomer(found)
    }

    /// The member of the customer that `:member_id` names.
    func member(of customer: ReachedCustomer) async throws(APIProblem) -> ReachedMember {
        let reference = try place("member_id") { Reference<MemberID>($0) }
        return ReachedMember(try await read(customer) { store, id in try store.member(reference, of: id) })
    }

    /// The first member of the customer that fits.
    func member(
        of customer: ReachedCustomer, that fits: @escaping @Sendable (Member) -> Bool
    ) async throws(APIProblem) -> ReachedMember {
        let members = try await read(customer) { store, id in try store.members(of: id) }
        guard let record = members.first(where: { fits($0.member) }) else { throw .notFound }
        return ReachedMember(record)
    }

    /// Reads what belongs to something that was reached.
    func read<Thing: Reached, Value: Sendable>(
        _ thing: Thing, _ body: @escaping @Sendable (DirectoryStore, Thing.Name) throws -> Value
    ) async throws(APIProblem) -> Value {
        let (directory, name) = (backend.parts.directory, thing.name)
        return try await backend.reads.run { try body(directory, name) }
    }

    /// Writes what belongs to something that was reached; when this returns, the data plane knows it.
    func write<Thing: Reached, Value: Sendable>(
        _ thing: Thing, _ body: @escaping @Sendable (DirectoryStore, Thing.Name) throws -> Value
    ) async throws(APIProblem) -> Value {
        let (directory, name) = (backend.parts.directory, thing.name)
        let value = try await backend.writes.run { try body(directory, name) }
        await backend.publish()
        return value
    }
}
