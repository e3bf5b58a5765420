import Domain
import HTTPWire
import Sessions

/// Who may write under a session: pages of this host, and the pinned origin where it is let.
struct WriteRule: Sendable {
    let publicOrigin: String

    /// What `Origin` says about the page that a request comes from.
    enum Source: Hashable {
        /// No `Origin` field.
        case unnamed
        /// A page of this host.
        case own
        /// The page that frames this session.
        case pinned(String)
        /// Any other, `null` included.
        case foreign
    }

    func source(of head: RequestHead, pinned: String?) -> Source {
        guard let origin = head.section.value(.origin) else { return .unnamed }
        if origin == publicOrigin { return .own }
        return origin == pinned ? .pinned(origin) : .foreign
    }

    /// Passes a request that writes nothing, or that comes from a page which may write; else `origin_mismatch`.
    func check(_ head: RequestHead, pinned: String?, pinnedMayWrite: Bool) throws(Refusal) {
        switch head.method {
        case .get, .head, .options: return
        case .post, .put, .delete, .trace, .other: try checkSource(head, pinned: pinned, pinnedMayWrite: pinnedMayWrite)
        }
    }

    /// The same for what writes whatever its method, as an upgrade to a WebSocket does.
    func checkSource(_ head: RequestHead, pinned: String?, pinnedMayWrite: Bool) throws(Refusal) {
        if head.section.value(.secFetchSite, is: "same-origin") { return }
        switch source(of: head, pinned: pinned) {
        case .own: return
        case .pinned: if pinnedMayWrite { return }
        case .unnamed, .foreign: break
        }
        throw Refusal(.originMismatch)
    }
}
