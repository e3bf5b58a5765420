import Directory
import Domain
import HTTPTypes

/// `/admin_console/customers/new`
enum NewCustomerPage {
    /// The form.
    static func show(_ call: ConsoleCall) async throws(APIProblem) -> Answer { try await page(call, nil, faults: []) }

    /// Adds the customer and shows it.
    static func add(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        if form.isChecked("preview") { return try await page(call, form, faults: []) }
        do throws(APIProblem) {
            let record = try await create(call, form)
            return .redirect(to: CustomerTab.settings.href(record.customer.id), notice: .customerAdded)
        } catch {
            return try await page(call, form, faults: try error.formFaults())
        }
    }

    /// What the origins typed into the form would do, beside those of the partner.
    static func preview(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        let named = call.request.parameter("vendor_id").flatMap { VendorID($0) }
        let preview = try await preview(call, of: named, typed: call.request.parameter("origin_url") ?? "")
        return Answer(html: try ConsoleTemplates.render("origin_preview", ["preview": preview?.values]))
    }

    /// Nil while no partner is chosen.
    private static func preview(
        _ call: ConsoleCall, of named: VendorID?, typed: String
    ) async throws(APIProblem) -> OriginPreview? {
        let reach = try call.reach.narrowed(to: named)
        guard reach.vendorID != nil else { return nil }
        let partner = try await call.read(try reach.partner()) { store, vendor in try store.partner(vendor).partner }
        let customer = Customer(
            id: CustomerID(0), vendorID: partner.vendorID, externalID: nil, name: "", origins: .empty)
        return OriginPreview(of: customer, typed: typed, partner: partner, call.backend.fieldRules.origins)
    }

    private static func create(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> CustomerRecord {
        let body = try await call.body(
            NewCustomerBody.self,
            from: form.object([
                .text("vendor_id"), .text("name"), .text("notification_email"), .number("plan_id"),
                .text("external_id"), .text("origin_url"), .box("in_trial"),
            ]))
        guard call.reach.vendorID != nil || body.vendorID != nil else {
            throw .fields([FieldFault("vendor_id", .refused, "must be chosen")])
        }
        let partner = try call.reach.narrowed(to: body.vendorID).partner()
        return try await call.write(partner) { store, vendor in
            try store.createCustomer(body.customer(of: vendor), by: call.author, now: call.now)
        }
    }

    private static func page(
        _ call: ConsoleCall, _ form: ConsoleForm?, faults: [FieldFault]
    ) async throws(APIProblem) -> Answer {
        let found = try await call.read(call.reach) { store, vendor in
            (plans: try store.plans(of: vendor), partners: try store.partnerNames())
        }
        let names = ["name", "notification_email", "external_id", "origin_url"]
        let preview = try await preview(
            call, of: form?["vendor_id"].flatMap { VendorID($0) }, typed: form?["origin_url"] ?? "")
        let fields = FormValues(faults, values: Dictionary(uniqueKeysWithValues: names.map { ($0, form?[$0]) }))
        return try call.page(
            "customer_new", title: "Add customer",
            [
                "fields": fields.values, "problem": FormValues.summary(faults),
                "in_trial": form?.isChecked("in_trial") ?? false,
                "plans": found.plans.map { plan -> ConsoleTemplates.Values in
                    [
                        "value": "\(plan.id)", "label": plan.name, "is_selected": form?["plan_id"] == "\(plan.id)",
                        "tasks": Words.grouped(plan.taskLimit),
                    ]
                },
                "has_partners": call.isOperator,
                "partners": call.isOperator
                    ? found.partners.map { partner -> ConsoleTemplates.Values in
                        [
                            "value": partner.vendorID.rawValue, "label": partner.name,
                            "is_selected": form?["vendor_id"] == partner.vendorID.rawValue,
                        ]
                    } : nil,
                "preview": preview?.values, "preview_href": CustomersAddress.path + "/new/origins/preview",
                "action": CustomersAddress.path, "back_href": CustomersAddress.path,
            ], status: faults.isEmpty ? .ok : .unprocessableContent)
    }
}
