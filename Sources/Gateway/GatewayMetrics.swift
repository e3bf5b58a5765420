import Domain
import Metrics

/// Every metric of this target; labels are bounded: never a path, an origin or a subject.
enum GatewayMetrics {
    /// Counts a refusal under its code.
    static func refused(_ code: Refusal.Code) {
        Counter(label: "casement_refusals_total", dimensions: [("code", code.rawValue)]).increment()
    }

    /// Counts a sign-in.
    static func signedIn(renewed: Bool) {
        Counter(label: "casement_sign_ins_total", dimensions: [("kind", renewed ? "renewed" : "new")]).increment()
    }
}
