import Domain
import HTTPTypes

/// Who is in the workspace, as the gateway says in its `X-Casement-*` fields: it alone reaches the door that reads them.
struct WorkspaceIdentity: Sendable {
    /// The partner.
    let partner: VendorID
    /// The customer.
    let customer: CustomerID
    /// The member, unless it is the owner's link or a customer manager.
    let member: MemberID?
    /// `owner`, `customer_manager`, or the member's role.
    let role: String
    /// The person's name.
    let name: String?
    /// The person's address.
    let email: String?
    /// The session's public id.
    let session: String

    /// Nil where the fields are not the gateway's.
    init?(_ fields: HTTPFields) {
        func value(_ name: String) -> String? {
            HTTPField.Name("X-Casement-" + name).flatMap { fields[$0] }.flatMap { PercentEncoding.decode($0) }
        }
        guard let partner = value("Partner").flatMap({ VendorID($0) }),
            let customer = value("Customer").flatMap({ CustomerID(decimal: $0) }), let role = value("Role"),
            let session = value("Session")
        else { return nil }
        (self.partner, self.customer, self.role, self.session) = (partner, customer, role, session)
        member = value("Member").flatMap { MemberID(decimal: $0) }
        name = value("Name")
        email = value("Email")
    }

    /// Whether somebody of the partner's team is there by the console's ticket.
    var isManager: Bool { role == "customer_manager" }

    /// Whether their role allows to change the customer's name: a customer manager's, and an admin member's.
    var mayRename: Bool { isManager || (member != nil && role == Member.Role.admin.rawValue) }

    /// The role's name for people.
    var roleLabel: String {
        isManager ? "Customer manager" : Member.Role(rawValue: role)?.displayName ?? role.capitalized()
    }
}
