import Directory
import Domain
import Sessions

/// `/admin_console/health`: whether what Casement stands on answers, as this node sees it now.
enum HealthPage {
    /// The page.
    static func show(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        let parts = call.backend.parts
        let sessions = try? await call.redis {
            try await parts.console.sessions(of: call.visitor.user.id, at: call.now)
        }
        let view = parts.view
        let shown = try? await call.backend.reads.run { try view().sequence }
        let counts = try await call.read(call.reach) { store, _ in
            try store.partners().reduce(into: (partners: 0, customers: Int64(0), connections: Int64(0))) {
                sum, record in
                sum.partners += 1
                sum.customers += record.counts.customers
                sum.connections += record.counts.connections
            }
        }
        return try call.page(
            "health", title: "Health",
            [
                "checks": [
                    check("Redis", isWell: sessions != nil, "Answers", "Does not answer: sessions cannot be read"),
                    check("Directory", isWell: true, parts.directory.path, ""),
                    check(
                        "Gateway's view", isWell: shown != nil, "Shows change \(shown.map { "\($0)" } ?? "")",
                        "Cannot be read"),
                ],
                "facts": [
                    fact("Gateway", parts.gatewayURL), fact("Console", parts.adminURL),
                    fact("Up since", Moment(call.backend.startedAt, call.now).text),
                    fact("Partners", Words.grouped(Int64(counts.partners))),
                    fact("Customers", Words.grouped(counts.customers)),
                    fact("Connections", Words.grouped(counts.connections)),
                    fact("Idle limit", Words.duration(parts.sessionLimits.idle)),
                    fact("Absolute limit", Words.duration(parts.sessionLimits.absolute)),
                ],
            ])
    }

    private static func check(
        _ name: String, isWell: Bool, _ well: String, _ ill: String
    ) -> ConsoleTemplates.Values {
        ["name": name, "is_ok": isWell, "state": isWell ? "Well" : "Trouble", "detail": isWell ? well : ill]
    }

    private static func fact(_ name: String, _ value: String) -> ConsoleTemplates.Values {
        ["name": name, "value": value]
    }
}
