import Domain
import NIOCore
import Sessions

/// Who is asking, as the application is told: in `X-Casement-*` fields and, signed, in the assertion.
struct Identity: Hashable, Sendable {
    private let partner: VendorID
    private let customer: CustomerID
    private let customerExternalID: ExternalID?
    private let person: Person
    private let role: String
    private let name: String?
    private let email: String?
    private let origin: String?
    private let session: String

    private enum Person: Hashable {
        case owner
        case member(MemberID)
        case manager(TeamUserID)
    }

    init(_ session: Session, _ visitor: Visitor) {
        partner = visitor.partner.vendorID
        customer = visitor.customer.id
        customerExternalID = visitor.customer.externalID
        person = session.member.map { .member($0) } ?? session.manager.map { .manager($0) } ?? .owner
        role = visitor.role
        name = session.name ?? visitor.member?.name
        email = session.email ?? visitor.member?.email
        origin = session.origin
        self.session = session.id
    }

    /// The field lines, without the assertion's.
    var fields: ByteBuffer {
        var bytes = ByteBuffer()
        for fact in facts { bytes.writeField(fact.field, encoded: fact.value) }
        return bytes
    }

    /// The same facts as claims (RFC 7519 4), after those that `sub` and the standard ask for.
    func claims(_ terms: AssertionTerms, at now: UnixTime) -> JSONText {
        let registered: [(String, JSONText)] = [
            ("iss", .string(terms.issuer)), ("aud", .string(terms.audience)), ("sub", .string(subject)),
            ("iat", .number(now.seconds)), ("exp", .number((now + AssertionTerms.lifetime).seconds)),
        ]
        return .object(
            registered
                + facts.compactMap { fact in
                    fact.value.flatMap { $0.isEmpty ? nil : (fact.claim, .string($0)) }
                })
    }

    /// Each fact under the names of its field and of its claim; nil is not known and not told.
    private var facts: [(field: StaticString, claim: String, value: String?)] {
        [
            ("X-Casement-Partner", "partner", partner.rawValue),
            ("X-Casement-Customer", "customer", customer.description),
            ("X-Casement-Customer-External-Id", "customer_external_id", customerExternalID?.rawValue),
            ("X-Casement-Member", "member", member?.description),
            ("X-Casement-Role", "role", role),
            ("X-Casement-Name", "name", name),
            ("X-Casement-Email", "email", email),
            ("X-Casement-Origin", "origin", origin),
            ("X-Casement-Session", "sid", session),
        ]
    }

    private var member: MemberID? {
        switch person {
        case .member(let id): id
        case .owner, .manager: nil
        }
    }

    /// As in a direct link, by numbers; a manager is none of the workspace's own.
    private var subject: String {
        switch person {
        case .owner: "\(partner):\(customer)"
        case .member(let id): "\(partner):\(customer):\(id)"
        case .manager(let id): "\(partner):\(customer):manager-\(id)"
        }
    }
}
