import Directory
import Domain

/// `/api/plans`: what the partner's customers may have.
enum PlanEndpoints {
    /// Everybody's and the partner's own; without a partner all.
    static func list(_ call: Call) async throws(APIProblem) -> Answer {
        .list(try await call.read(call.reach) { store, vendor in try store.plans(of: vendor) }.map(\.json))
    }
}
