import Foundation
import HTTPTypes

/// Who the gateway says is signed in: the `X-Casement-*` fields of one request, decoded.
///
/// Casement removes these fields from what the browser sent, so an application that can be reached only through the
/// gateway may believe them.
struct SignedIn: Codable, Hashable, Sendable {
    /// The partner's vendor id.
    let partner: String
    /// The customer's number.
    let customer: String
    /// The partner's own name for the customer.
    let externalID: String?
    /// The member's number; nil for one who signed in as the customer's owner.
    let member: String?
    /// What the user may do.
    let role: String?
    /// The user's name.
    let name: String?
    /// The user's email address.
    let email: String?
    /// The one origin that may frame this session; nil in direct use.
    let origin: String?
    /// The session's public id.
    let session: String?

    private enum CodingKeys: String, CodingKey {
        case partner, customer, member, role, name, email, origin, session
        case externalID = "external_id"
    }

    /// Nil when the request did not come through the gateway, or has no session.
    init?(_ fields: HTTPFields) {
        guard let partner = Self.value("Partner", in: fields), let customer = Self.value("Customer", in: fields) else {
            return nil
        }
        self.partner = partner
        self.customer = customer
        externalID = Self.value("Customer-External-Id", in: fields)
        member = Self.value("Member", in: fields)
        role = Self.value("Role", in: fields)
        name = Self.value("Name", in: fields)
        email = Self.value("Email", in: fields)
        origin = Self.value("Origin", in: fields)
        session = Self.value("Session", in: fields)
    }

    private static func value(_ suffix: String, in fields: HTTPFields) -> String? {
        HTTPField.Name("X-Casement-" + suffix).flatMap { fields[$0] }.flatMap(\.removingPercentEncoding)
    }
}
