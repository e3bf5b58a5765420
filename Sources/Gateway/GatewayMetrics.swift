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

    /// Counts that a server, which the settings name, gets no more requests.
    static func ejected(_ server: String, _ reason: ServerHealth.Outage) {
        Counter(
            label: "casement_upstream_ejections_total",
            dimensions: [("server", server), ("reason", reason.rawValue)]
        ).increment()
    }

    /// Counts that it gets them again.
    static func returned(_ server: String) {
        Counter(label: "casement_upstream_returns_total", dimensions: [("server", server)]).increment()
    }

    /// Counts a WebSocket that ended.
    static func webSocketEnded(_ end: TunnelEnd) {
        Counter(label: "casement_websocket_ends_total", dimensions: [("reason", end.rawValue)]).increment()
    }
}
