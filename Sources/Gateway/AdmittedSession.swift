import Domain
import OriginPolicy
import Sessions

/// A live session with what the directory says of it now: the proof that a request may pass.
struct AdmittedSession {
    /// The session as this loop knows it.
    let live: CachedSession
    /// What follows from it and from the directory.
    let admission: Admission

    /// Nil when the directory's view does not have its visitor any more, or the cookie is of another kind.
    init?(_ live: CachedSession, presentedAs context: SessionContext, in shown: ShownView) {
        let before = live.companion as? Admission
        if let before, before.view == shown.number {
            admission = before
        } else {
            guard let admission = Admission(of: live.session, in: shown, after: before) else { return nil }
            live.companion = admission
            self.admission = admission
        }
        guard admission.context == context else { return nil }
        self.live = live
    }

    var session: Session { live.session }
    var visitor: Visitor { admission.visitor }
    var partner: Partner { visitor.partner }
    var customer: Customer { visitor.customer }
    var member: Member? { visitor.member }
    /// The person's name: the token's word first, then the directory's.
    var name: String? { session.name ?? member?.name }
    /// The person's address: the token's word first, then the directory's.
    var email: String? { session.email ?? member?.email }
}

/// What follows from a session and one view of the directory, worked out once and kept beside the cached session.
final class Admission {
    /// The number of the view that it follows from.
    let view: Int
    let visitor: Visitor
    let context: SessionContext
    /// The origin that the session is pinned to.
    let pinned: String?
    /// What `frame-ancestors` names on every answer under the session.
    let frameAncestors: String
    /// Who is asking, as the application is to be told.
    let identity: Identity
    /// What it was told last.
    var told: Identities.Told?

    /// Nil when the view does not have the visitor; what was told `before` holds for as long as it says the same.
    init?(of session: Session, in shown: ShownView, after before: Admission?) {
        guard
            let visitor = Visitor(
                of: session.partner, customer: session.customer, member: session.member, manager: session.manager,
                view: shown.view)
        else { return nil }
        view = shown.number
        self.visitor = visitor
        context = session.context
        pinned = session.origin
        frameAncestors =
            switch session.context {
            case .embedded: FrameAncestors.sources(pinned: session.origin, outer: visitor.customer.outerAncestors)
            case .direct: FrameAncestors.sources(pinned: nil, outer: .empty)
            }
        identity = Identity(session, visitor)
        told = before.flatMap { $0.identity == identity ? $0.told : nil }
    }
}
