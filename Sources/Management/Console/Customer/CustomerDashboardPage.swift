import Directory
import Domain

/// `/admin_console/customers/:id/dashboard`
enum CustomerDashboardPage {
    /// Leads from the customer's own address to its first tab.
    static func lead(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        .redirect(to: CustomerTab.dashboard.href(try await call.customer().name))
    }

    /// What the customer has, and what it used in the period that the URL names.
    static func show(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        let customer = try await call.customer()
        let period = try Period(call.request.query, today: CalendarDay(call.now))
        let found = try await call.read(customer) { store, id in
            (
                dashboard: try store.dashboard(of: id, from: period.first, to: period.last),
                recipes: try store.recipes(of: id), connections: try store.connections(of: id)
            )
        }
        let total = found.dashboard.total
        return try call.customerPage(
            "customer_dashboard", .dashboard, customer,
            [
                "period": period.values(CustomerTab.dashboard.href(customer.name)),
                "active_recipes": Words.grouped(found.dashboard.activeRecipes),
                "success_rate": Words.percent(total.successRate), "error_rate": Words.percent(total.errorRate),
                "jobs": Words.grouped(total.jobsSucceeded + total.jobsFailed), "tasks": Words.grouped(total.tasks),
                "tasks_this_month": Gauge(customer.record.counts.tasks(at: call.now), of: customer.record.taskLimit)
                    .values,
                "chart": JobsChart(found.dashboard.days).values,
                "recipes": found.recipes.records.map { $0.values(at: call.now) },
                "has_recipes": found.recipes.total > 0, "recipe_count": Words.count(found.recipes.total, "recipe"),
                "connections": found.connections.records.map { $0.values(at: call.now) },
                "has_connections": found.connections.total > 0,
                "connection_count": Words.count(found.connections.total, "connection"),
            ])
    }
}

extension Recipe {
    fileprivate func values(at now: UnixTime) -> ConsoleTemplates.Values {
        ["id": id, "name": name, "is_running": isRunning, "updated": Moment(updatedAt, now).values]
    }
}

extension Connection {
    fileprivate func values(at now: UnixTime) -> ConsoleTemplates.Values {
        [
            "id": id, "name": name, "provider": provider, "app": Letter(provider).values,
            "status": authorizationStatus.values, "authorized": authorizedAt.map { Moment($0, now).values },
        ]
    }
}

extension Connection.AuthorizationStatus {
    fileprivate var values: ConsoleTemplates.Values {
        switch self {
        case .success: ["tone": "good", "label": "Connected"]
        case .failed: ["tone": "bad", "label": "Failed"]
        case .pending: ["tone": "info", "label": "Pending"]
        }
    }
}
