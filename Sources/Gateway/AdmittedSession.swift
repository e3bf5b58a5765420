import Domain
import OriginPolicy
import Sessions

/// A live session with what the directory says of it now: the proof that a request may pass.
struct AdmittedSession: Sendable {
    let cookie: SessionCookie
    let session: Session
    let visitor: Visitor

    /// Nil when the directory's view does not have its visitor any more, or the cookie is of another kind.
    init?(_ session: Session, presented: PresentedCookie, view: DirectoryView) {
        guard let cookie = presented.cookie, session.context == presented.context,
            let visitor = Visitor(
                of: session.partner, customer: session.customer, member: session.member, manager: session.manager,
                view: view)
        else { return nil }
        self.cookie = cookie
        self.session = session
        self.visitor = visitor
    }

    var partner: Partner { visitor.partner }
    var customer: Customer { visitor.customer }
    var member: Member? { visitor.member }
    /// The person's name: the token's word first, then the directory's.
    var name: String? { session.name ?? member?.name }
    /// The person's address: the token's word first, then the directory's.
    var email: String? { session.email ?? member?.email }
    /// What `frame-ancestors` names on every answer under this session.
    var frameAncestors: String {
        switch session.context {
        case .embedded:
            FrameAncestors.sources(pinned: session.origin, outer: customer.outerAncestors)
        case .direct: FrameAncestors.sources(pinned: nil, outer: .empty)
        }
    }
}
