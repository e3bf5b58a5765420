import Domain
import NIOCore
import Sessions

/// Where a cookie becomes a live session. A cache of a loop's own belongs here, in front of the store.
enum SessionGate {
    /// Why nobody was let in.
    enum Failure: Error {
        /// The cookie names no live session of anybody the directory still knows.
        case ended
        /// The store did not answer; who asks is still signed in.
        case unavailable
    }

    /// Reads the session and holds it against the directory; a cookie that cannot be ours asks nobody.
    static func admit(
        _ presented: PresentedCookie, _ loop: GatewayLoop,
        _ completion: @escaping (Result<AdmittedSession, Failure>) -> Void
    ) {
        guard let cookie = presented.cookie else { return completion(.failure(.ended)) }
        loop.sessions.load(cookie, at: loop.now) { loaded in
            switch loaded {
            case .success(let session):
                let admitted = session.flatMap { AdmittedSession($0, presented: presented, view: loop.view) }
                completion(admitted.map { .success($0) } ?? .failure(.ended))
            case .failure:
                completion(.failure(.unavailable))
            }
        }
    }

    /// Notes activity, as seldom as the limits let; a failure is noted by nobody, the next request tries again.
    static func touch(_ admitted: AdmittedSession, _ loop: GatewayLoop) {
        guard admitted.session.needsTouch(at: loop.now, limits: loop.sessions.limits) else { return }
        _ = loop.sessions.touch(admitted.cookie, at: loop.now)
    }
}
