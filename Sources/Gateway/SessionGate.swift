import Domain
import NIOCore
import Sessions

/// Where a cookie becomes a live session.
enum SessionGate {
    /// Why nobody was let in.
    enum Failure: Error {
        /// The cookie names no live session of anybody the directory still knows.
        case ended
        /// The store did not answer; who asks is still signed in.
        case unavailable
    }

    /// Finds the session and holds it against the directory; a cookie that cannot be ours asks nobody.
    static func admit(
        _ presented: PresentedCookie, _ loop: GatewayLoop,
        _ completion: @escaping (Result<AdmittedSession, Failure>) -> Void
    ) {
        guard let cookie = presented.cookie else { return completion(.failure(.ended)) }
        loop.cache.session(cookie, at: loop.now) { found in
            switch found {
            case .success(let live):
                let admitted = live.flatMap { AdmittedSession($0, presentedAs: presented.context, in: loop.shown) }
                completion(admitted.map { .success($0) } ?? .failure(.ended))
            case .failure:
                completion(.failure(.unavailable))
            }
        }
    }
}
