import Directory
import Domain

/// What a member is created from.
struct NewMemberBody: BodyFields {
    private let externalID: ExternalID?
    private let name: String
    private let email: String
    private let role: Member.Role

    init?(reading fields: inout FieldReader) {
        let (name, email) = (fields.require("name", .name), fields.require("email", .email))
        let role = fields.require("role_name", .role)
        externalID = fields.take("external_id", .externalID)
        guard let name, let email, let role else { return nil }
        (self.name, self.email, self.role) = (name, email, role)
    }

    /// The member to be, of that customer.
    func member(of customer: CustomerID) -> NewMember {
        NewMember(customerID: customer, externalID: externalID, name: name, email: email, role: role)
    }
}

/// What an update does to a member.
struct MemberChangesBody: BodyFields {
    /// Only what the body has.
    let changes: MemberChanges

    init(reading fields: inout FieldReader) {
        changes = MemberChanges(
            externalID: fields.change(clearing: "external_id", .externalID), name: fields.change("name", .name),
            email: fields.change("email", .email), role: fields.change("role_name", .role))
    }
}

/// Which member a deprecated call means: named in the query or in the body, in one way.
struct MemberChoice: QueryFields, BodyFields {
    static var mayBeMissing: Bool { true }

    private let id: MemberID?
    private let externalID: ExternalID?
    private let email: String?

    init(reading fields: inout FieldReader) {
        id = fields.take("id", .idOrDigits)
        externalID = fields.take("external_id", .externalID)
        email = fields.take("email", .text)
    }

    /// Whether it names anybody.
    var isEmpty: Bool { id == nil && externalID == nil && email == nil }

    /// Whether it means this one: everything named must be its own.
    func means(_ member: Member) -> Bool {
        !isEmpty && (id ?? member.id) == member.id && (externalID == nil || externalID == member.externalID)
            && (email ?? member.email).lowercased() == member.email.lowercased()
    }
}
