import Directory
import Domain
import HTTPTypes

/// `/admin_console/customers/:id/settings`
enum CustomerSettingsPage {
    /// The page.
    static func show(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        try await page(call, try await call.customer())
    }

    /// The page, showing again what a form had and what is wrong with it.
    static func page(
        _ call: ConsoleCall, _ customer: ReachedCustomer, _ form: ConsoleForm? = nil, faults: [FieldFault] = []
    ) async throws(APIProblem) -> Answer {
        let record = customer.record
        let vendor = record.customer.vendorID
        let found = try await call.read(customer) { store, _ in
            (
                plans: try store.plans(of: vendor), apps: try store.appsInUse(of: vendor),
                partner: try store.partner(vendor).partner
            )
        }
        let origins = CustomerOrigins(record.customer, form)
        let preview = origins.preview(found.partner, call.backend.fieldRules.origins)
        let lapsing = form == nil ? nil : try await call.lapsingSessions(of: customer, in: preview)
        var values: ConsoleTemplates.Values = [
            "version": "\(record.version)",
            "plans": plans(found.plans, record), "trial": trial(record, call.now),
            "apps": apps(found.apps, record, form), "has_all_apps": record.allowedApps == nil,
            "allowed_count": record.allowedApps.map { Words.count($0.count, "app") },
            "can_delete": call.isAdmin, "problem": FormValues.summary(faults),
            "fields": FormValues(
                faults,
                values: [
                    "external_id": form?["external_id"] ?? record.customer.externalID?.rawValue,
                    "notification_email": form?["notification_email"] ?? record.notificationEmail,
                    "origin_url": origins.typed, "outer_ancestors": origins.outer,
                ]
            ).values,
            "is_append": origins.mode == .append, "is_replace": origins.mode == .replace,
            "partner_name": found.partner.name,
            "partner_origins": found.partner.origins.entries.isEmpty ? nil : found.partner.origins.description,
            "preview": preview.values, "lapsing": lapsing?.values,
        ]
        values["preview_href"] = CustomerTab.settings.href(customer.name) + "/origins/preview"
        return try call.customerPage(
            "customer_settings", .settings, customer, values, status: faults.isEmpty ? .ok : .unprocessableContent)
    }

    private static func plans(_ plans: [Plan], _ record: CustomerRecord) -> [ConsoleTemplates.Values] {
        plans.map { plan in
            [
                "value": "\(plan.id)", "label": plan.name, "is_selected": plan.id == record.plan.id,
                "tasks": Words.grouped(plan.taskLimit),
                "connections": plan.connectionLimit.map { Words.grouped($0) } ?? "unlimited",
            ]
        }
    }

    private static func trial(_ record: CustomerRecord, _ now: UnixTime) -> ConsoleTemplates.Values {
        ["is_on": record.customer.status == .inTrial, "ends": record.trialEndsAt.map { Moment($0, now).values }]
    }

    /// Every app that is connected to or allowed, with a box each.
    private static func apps(
        _ inUse: [String], _ record: CustomerRecord, _ form: ConsoleForm?
    ) -> [ConsoleTemplates.Values] {
        let allowed = Set(record.allowedApps ?? [])
        return Set(inUse).union(allowed).sorted { $0.lowercased() < $1.lowercased() }.map { app in
            ["name": app, "app": Letter(app).values, "is_checked": allowed.contains(app)]
        }
    }
}

/// A customer's origin fields: as they are typed, or else as they are kept.
struct CustomerOrigins {
    /// The list.
    let typed: String
    /// The origins that may frame the partner's page.
    let outer: String
    /// How the list meets the partner's.
    let mode: Customer.OriginMode

    private let customer: Customer

    init(_ customer: Customer, _ form: ConsoleForm?) {
        self.init(customer, form?.isOfOrigins ?? false ? { form?.verbatim($0) ?? "" } : nil)
    }

    /// The fields of a query.
    init(_ customer: Customer, query: FormFields) {
        self.init(customer) { query.value($0) ?? "" }
    }

    private init(_ customer: Customer, _ field: ((String) -> String)?) {
        self.customer = customer
        typed = field?("origin_url") ?? customer.origins.description
        outer = field?("outer_ancestors") ?? customer.outerAncestors.description
        mode = (field?("origin_mode")).flatMap(Customer.OriginMode.init(rawValue:)) ?? customer.originMode
    }

    /// What they would do.
    func preview(_ partner: Partner, _ parser: OriginParser) -> OriginPreview {
        var customer = customer
        customer.originMode = mode
        return OriginPreview(of: customer, typed: typed, outer: outer, partner: partner, parser)
    }
}

extension ConsoleForm {
    /// Whether it is the form of the origin list.
    fileprivate var isOfOrigins: Bool { !all("origin_mode").isEmpty }
}
