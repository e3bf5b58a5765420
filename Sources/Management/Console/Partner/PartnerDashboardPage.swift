import Directory
import Domain

/// `/admin_console/partners/:vendor_id/dashboard`
enum PartnerDashboardPage {
    private static let months: Int64 = 6
    private static let places = 10

    /// What the partner has, how it came about, and which apps and customers stand out.
    static func show(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        let call = try call.withinPartner()
        let record = try await call.partnerRecord()
        let now = call.now
        let found = try await call.read(try call.reach.partner()) { store, vendor in
            (
                months: try store.monthlyCounts(of: vendor, months: months, now: now),
                apps: try store.topApps(of: vendor, limit: places),
                leaders: try store.leaderboard(of: vendor, limit: places, now: now)
            )
        }
        let most = found.apps.map(\.connections).max() ?? 0
        return try call.partnerPage(
            "partner_dashboard", .dashboard, record,
            [
                "tiles": tiles(record.counts, found.months),
                "has_apps": !found.apps.isEmpty, "has_leaders": !found.leaders.isEmpty,
                "top_apps": found.apps.map { app -> ConsoleTemplates.Values in
                    [
                        "name": app.app, "app": Letter(app.app).values,
                        "connections": Words.grouped(app.connections),
                        "customers": Words.grouped(app.customers), "value": app.connections, "max": max(most, 1),
                    ]
                },
                "leaders": found.leaders.enumerated().map { place, leader -> ConsoleTemplates.Values in
                    [
                        "place": place + 1, "name": leader.customer.name,
                        "avatar": Letter(leader.customer.name).values,
                        "href": CustomerTab.dashboard.href(leader.customer.id),
                        "external_id": leader.customer.externalID?.rawValue,
                        "tasks": Words.grouped(leader.counts.tasks(at: now)),
                        "active_recipes": Words.grouped(leader.counts.activeRecipes),
                        "connections": Words.grouped(leader.counts.connections),
                    ]
                },
            ])
    }

    private static func tiles(_ counts: PartnerCounts, _ months: [MonthlyCounts]) -> [ConsoleTemplates.Values] {
        [
            ("Customers", counts.customers, months.map(\.customers)),
            ("Connections", counts.connections, months.map(\.connections)),
            ("Active recipes", counts.activeRecipes, months.map(\.activeRecipes)),
        ].map { label, now, course in
            [
                "label": label, "value": Words.grouped(now),
                "chart": MonthsChart(label, Array(zip(months.map(\.month), course))).values,
            ]
        }
    }
}
