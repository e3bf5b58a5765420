import HashTreeCollections

/// The directory as the data plane sees it: a value, so that a change copies a path and every loop keeps its own reference.
public struct DirectoryView: Sendable {
    /// The number of the last change that this view shows.
    public var sequence: Int64 = 0

    private var partners = TreeDictionary<VendorID, Partner>()
    private var customers = TreeDictionary<CustomerID, Customer>()
    private var members = TreeDictionary<MemberID, Member>()
    private var customersByExternalID = NameIndex<CustomerName, CustomerID>()
    private var membersByExternalID = NameIndex<MemberName, MemberID>()

    /// A view of nothing.
    public init() {}

    /// The partner of that vendor id.
    public func partner(_ id: VendorID) -> Partner? { partners[id] }
    /// The customer of that number, whoever's it is.
    public func customer(_ id: CustomerID) -> Customer? { customers[id] }
    /// The member of that number, whoever's it is.
    public func member(_ id: MemberID) -> Member? { members[id] }

    /// The customer so named by that partner; another partner's customer is nil.
    public func customer(_ reference: Reference<CustomerID>, of vendor: VendorID) -> Customer? {
        switch reference {
        case .id(let id): return customers[id].flatMap { $0.vendorID == vendor ? $0 : nil }
        case .external(let name):
            return customersByExternalID.first(CustomerName(vendor: vendor, name: name)) { id in
                customers[id].flatMap { $0.externalID == name && $0.vendorID == vendor ? $0 : nil }
            }
        }
    }

    /// The member so named within that customer; another customer's member is nil.
    public func member(_ reference: Reference<MemberID>, of customer: CustomerID) -> Member? {
        switch reference {
        case .id(let id): return members[id].flatMap { $0.customerID == customer ? $0 : nil }
        case .external(let name):
            return membersByExternalID.first(MemberName(customer: customer, name: name)) { id in
                members[id].flatMap { $0.externalID == name && $0.customerID == customer ? $0 : nil }
            }
        }
    }

    /// Adds the partner or takes its new state.
    public mutating func put(_ partner: Partner) { partners[partner.vendorID] = partner }

    /// Adds the customer or takes its new state.
    public mutating func put(_ customer: Customer) {
        removeCustomer(customer.id)
        customers[customer.id] = customer
        if let name = CustomerName(customer) { customersByExternalID.add(customer.id, name) }
    }

    /// Adds the member or takes its new state.
    public mutating func put(_ member: Member) {
        removeMember(member.id)
        members[member.id] = member
        if let name = MemberName(member) { membersByExternalID.add(member.id, name) }
    }

    /// Forgets the partner; its customers are removed by changes of their own.
    public mutating func removePartner(_ id: VendorID) { partners[id] = nil }

    /// Forgets the customer; its members are removed by changes of their own.
    public mutating func removeCustomer(_ id: CustomerID) {
        guard let former = customers.removeValue(forKey: id) else { return }
        if let name = CustomerName(former) { customersByExternalID.remove(id, name) }
    }

    /// Forgets the member.
    public mutating func removeMember(_ id: MemberID) {
        guard let former = members.removeValue(forKey: id) else { return }
        if let name = MemberName(former) { membersByExternalID.remove(id, name) }
    }
}

private struct CustomerName: Hashable, Sendable {
    let vendor: VendorID
    let name: ExternalID

    init(vendor: VendorID, name: ExternalID) {
        self.vendor = vendor
        self.name = name
    }

    init?(_ customer: Customer) {
        guard let name = customer.externalID else { return nil }
        self.init(vendor: customer.vendorID, name: name)
    }
}

private struct MemberName: Hashable, Sendable {
    let customer: CustomerID
    let name: ExternalID

    init(customer: CustomerID, name: ExternalID) {
        self.customer = customer
        self.name = name
    }

    init?(_ member: Member) {
        guard let name = member.externalID else { return nil }
        self.init(customer: member.customerID, name: name)
    }
}
