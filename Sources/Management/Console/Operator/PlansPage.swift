import Directory
import Domain
import HTTPTypes

/// `/admin_console/plans`: what customers may use. Partners and the operator's own look alike; the free plan stays.
enum PlansPage {
    /// The page.
    static func show(_ call: ConsoleCall) async throws(APIProblem) -> Answer { try await page(call) }

    /// Adds a plan.
    static func add(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        do throws(APIProblem) {
            let body = try read(call, form)
            _ = try await call.write(call.reach) { store, _ in
                try store.createPlan(
                    body.plan(of: form["vendor_id"].flatMap { VendorID($0) }), by: call.author, now: call.now)
            }
        } catch {
            return try await page(call, form, faults: try error.formFaults())
        }
        return .redirect(to: "/admin_console/plans", notice: .planSaved)
    }

    /// Changes a plan.
    static func change(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let id = try call.place("id") { PlanID(decimal: $0) }
        do throws(APIProblem) {
            let body = try read(call, form)
            _ = try await call.write(call.reach) { store, _ in
                try store.updatePlan(id, body.changes, by: call.author, now: call.now)
            }
        } catch {
            return try await page(call, form, faults: try error.formFaults(), editing: id)
        }
        return .redirect(to: "/admin_console/plans", notice: .planSaved)
    }

    /// Asks before a plan is deleted, where no script did.
    static func askToDelete(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        try call.confirmation(
            Confirmation(
                question: "Delete this plan?", explanation: "Only a plan without customers can be deleted.",
                action: call.request.path, label: "Delete plan", back: "/admin_console/plans"))
    }

    /// Deletes a plan that no customer is on.
    static func delete(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let id = try call.place("id") { PlanID(decimal: $0) }
        try await call.write(call.reach) { store, _ in try store.deletePlan(id, by: call.author, now: call.now) }
        return .redirect(to: "/admin_console/plans", notice: .planDeleted)
    }

    private static func read(_ call: ConsoleCall, _ form: ConsoleForm) throws(APIProblem) -> PlanBody {
        try FieldReader.read(
            PlanBody.self, from: form.object([.text("name"), .number("task_limit"), .number("connection_limit")]),
            call.backend.fieldRules)
    }

    private static func page(
        _ call: ConsoleCall, _ form: ConsoleForm? = nil, faults: [FieldFault] = [], editing: PlanID? = nil
    ) async throws(APIProblem) -> Answer {
        let found = try await call.read(call.reach) { store, _ in
            (plans: try store.planUses(), partners: try store.partnerNames())
        }
        let names = ["name", "task_limit", "connection_limit"]
        let fields = FormValues(faults, values: Dictionary(uniqueKeysWithValues: names.map { ($0, form?[$0]) }))
        return try call.page(
            "plans", title: "Plans",
            [
                "plans": found.plans.map { entry -> ConsoleTemplates.Values in
                    entry.plan.values(
                        customers: entry.customers,
                        partner: found.partners.first { $0.vendorID == entry.plan.vendorID }?.name,
                        isEditing: entry.plan.id == editing)
                },
                "partners": found.partners.map { partner -> ConsoleTemplates.Values in
                    [
                        "value": partner.vendorID.rawValue, "label": partner.name,
                        "is_selected": form?["vendor_id"] == partner.vendorID.rawValue,
                    ]
                },
                "fields": fields.values, "problem": FormValues.summary(faults), "add_href": "/admin_console/plans",
            ], status: faults.isEmpty ? .ok : .unprocessableContent)
    }
}

/// A plan as its form has it.
private struct PlanBody: BodyFields {
    private let name: String
    private let taskLimit: Int64
    private let connectionLimit: Int64?

    init?(reading fields: inout FieldReader) {
        let name = fields.require("name", .name)
        let taskLimit = fields.require("task_limit", .whole(0...1_000_000_000_000))
        connectionLimit = fields.take("connection_limit", .whole(0...1_000_000_000))
        guard let name, let taskLimit else { return nil }
        (self.name, self.taskLimit) = (name, taskLimit)
    }

    func plan(of vendorID: VendorID?) -> NewPlan {
        NewPlan(vendorID: vendorID, name: name, taskLimit: taskLimit, connectionLimit: connectionLimit)
    }

    var changes: PlanChanges {
        PlanChanges(name: .set(name), taskLimit: .set(taskLimit), connectionLimit: .set(connectionLimit))
    }
}

extension Plan {
    fileprivate func values(customers: Int64, partner: String?, isEditing: Bool) -> ConsoleTemplates.Values {
        [
            "id": "\(id)", "name": name, "tasks": Words.grouped(taskLimit), "task_limit": "\(taskLimit)",
            "connections": connectionLimit.map { Words.grouped($0) } ?? "Unlimited",
            "connection_limit": connectionLimit.map { "\($0)" }, "customers": Words.grouped(customers),
            "partner": partner ?? (vendorID == nil ? "Everybody" : vendorID?.rawValue), "is_free": isFree,
            "is_editing": isEditing, "change_href": "/admin_console/plans/\(id)",
            "delete_href": isFree || customers > 0 ? nil : "/admin_console/plans/\(id)/delete",
        ]
    }
}
