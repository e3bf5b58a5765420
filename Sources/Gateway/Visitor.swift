import Domain

/// Whom a session or a ticket names, as the directory knows them now.
struct Visitor: Sendable {
    let partner: Partner
    let customer: Customer
    let person: Person

    /// Who of the workspace it is.
    enum Person: Sendable {
        /// Whoever came by the owner's link.
        case owner
        case member(Member)
        /// Somebody of the partner's team, who came from the console.
        case manager
    }

    /// Nil when one of them is not in the directory's view, or the manager not on the partner's team.
    init?(
        of partner: VendorID, customer: CustomerID, member: MemberID?, manager: TeamUserID?, view: DirectoryView
    ) {
        guard let partner = view.partner(partner),
            let customer = view.customer(.id(customer), of: partner.vendorID),
            let person = Person(member, manager, of: customer, partner, view)
        else { return nil }
        self.partner = partner
        self.customer = customer
        self.person = person
    }

    /// The member, if it is one.
    var member: Member? {
        switch person {
        case .member(let member): member
        case .owner, .manager: nil
        }
    }

    /// `owner`, `customer_manager`, or the member's role.
    var role: String {
        switch person {
        case .owner: "owner"
        case .member(let member): member.role.rawValue
        case .manager: "customer_manager"
        }
    }
}

extension Visitor.Person {
    fileprivate init?(
        _ member: MemberID?, _ manager: TeamUserID?, of customer: Customer, _ partner: Partner, _ view: DirectoryView
    ) {
        switch (member, manager) {
        case (nil, nil): self = .owner
        case (let id?, nil):
            guard let member = view.member(.id(id), of: customer.id) else { return nil }
            self = .member(member)
        case (nil, let id?):
            guard partner.team.contains(id) else { return nil }
            self = .manager
        case (_?, _?): return nil
        }
    }
}
