import Directory
import Domain

/// `/admin_console/customers/:id/activity`: the audit trail of one customer.
enum CustomerActivityPage {
    private static let pageSize = 50

    /// Events from the newest on, or older than the one that the URL names.
    static func show(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        let customer = try await call.customer()
        let before = call.request.parameter("before").flatMap { Int64($0) }
        let vendor = customer.record.customer.vendorID
        let (found, plans) = try await call.read(customer) { store, id in
            (
                try store.auditEvents(AuditQuery(customer: id, before: before, limit: pageSize)),
                try store.plans(of: vendor)
            )
        }
        let names = Dictionary(plans.map { ($0.id, $0.name) }) { first, _ in first }
        let href = CustomerTab.activity.href(customer.name)
        return try call.customerPage(
            "customer_activity", .activity, customer,
            [
                "events": found.events.map { $0.values(at: call.now, plans: names) },
                "has_events": !found.events.isEmpty,
                "older_href": found.next.map { "\(href)?before=\($0)" }, "newest_href": before.map { _ in href },
            ])
    }
}
