import Domain
import RedisClient

/// What the console lets somebody of a partner's team enter: one customer, as its member or as its manager.
public struct WorkspaceTicket: Hashable, Sendable {
    /// Whose customer it is.
    public var partner: VendorID
    /// The customer entered.
    public var customer: CustomerID
    /// The member who enters; nil for a manager.
    public var member: MemberID?
    /// The manager who enters; nil for a member.
    public var manager: TeamUserID?
    /// The person's name.
    public var name: String
    /// The person's email.
    public var email: String

    /// A ticket of exactly one of member and manager.
    public init(
        partner: VendorID, customer: CustomerID, member: MemberID?, manager: TeamUserID?, name: String, email: String
    ) {
        self.partner = partner
        self.customer = customer
        self.member = member
        self.manager = manager
        self.name = name
        self.email = email
    }
}

extension WorkspaceTicket {
    /// JSON text, as Redis keeps it.
    var text: String {
        JSONText.object([
            ("partner", .string(partner.rawValue)), ("customer", .number(customer.rawValue)),
            ("member", .optional(member?.rawValue)), ("manager", .optional(manager?.rawValue)),
            ("name", .string(name)), ("email", .string(email)),
        ]).description
    }

    /// Reads what Redis kept.
    init(text: String) throws(SessionStoreError) {
        guard case .object(let fields)? = try? JSONParser.parse(Array(text.utf8)),  // what is no JSON is malformed
            case .string(let vendor)? = fields["partner"], let partner = VendorID(vendor),
            let customer = fields.number("customer"), case .string(let name)? = fields["name"],
            case .string(let email)? = fields["email"]
        else { throw .recordMalformed }
        let (member, manager) = (fields.number("member"), fields.number("manager"))
        guard (member == nil) != (manager == nil) else { throw .recordMalformed }
        self.init(
            partner: partner, customer: CustomerID(customer), member: member.map { MemberID($0) },
            manager: manager.map { TeamUserID($0) }, name: name, email: email)
    }
}

extension JSONObject {
    fileprivate func number(_ name: String) -> Int64? {
        guard case .number(let number)? = self[name] else { return nil }
        return number.whole
    }
}
