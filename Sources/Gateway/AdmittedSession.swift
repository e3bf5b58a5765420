import Domain
import OriginPolicy
import Sessions

/// A live session with what the directory says of it now: the proof that a request may pass.
struct AdmittedSession: Sendable {
    let cookie: SessionCookie
    let session: Session
    let partner: Partner
    let customer: Customer
    let member: Member?

    /// Nil when the partner, customer or member is no longer in the directory's view, or the cookie is of another kind.
    init?(_ session: Session, presented: PresentedCookie, view: DirectoryView) {
        guard let cookie = presented.cookie, session.context == presented.context,
            let partner = view.partner(session.partner),
            let customer = view.customer(.id(session.customer), of: session.partner)
        else { return nil }
        if let id = session.member {
            guard let member = view.member(.id(id), of: customer.id) else { return nil }
            self.member = member
        } else {
            member = nil
        }
        self.cookie = cookie
        self.session = session
        self.partner = partner
        self.customer = customer
    }

    /// The person's name: the token's word first, then the directory's.
    var name: String? { session.name ?? member?.name }
    /// The person's address: the token's word first, then the directory's.
    var email: String? { session.email ?? member?.email }
    /// `owner`, or the member's role.
    var role: String { member?.role.rawValue ?? "owner" }
    /// What `frame-ancestors` names on every answer under this session.
    var frameAncestors: String {
        switch session.context {
        case .embedded:
            FrameAncestors.sources(pinned: session.origin, outer: customer.outerAncestors)
        case .direct: FrameAncestors.sources(pinned: nil, outer: .empty)
        }
    }
}
