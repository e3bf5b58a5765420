import Directory
import Domain
import HTTPTypes

/// The forms of a customer's settings: each changes what it shows, and nothing that somebody else changed meanwhile.
enum CustomerSettingsForms {
    /// `…/settings/plan`
    static func plan(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        try await change(call, form, [.number("plan_id")])
    }

    /// `…/settings/trial`: begins one, extends it from now, or ends it.
    static func trial(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        try await change(call, form, [.fixed("in_trial", .bool(form["in_trial"] == "on"))])
    }

    /// `…/settings/apps`: all, or those that are checked, and one that is named besides.
    static func apps(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let chosen = Set(form.all("allowed_apps") + [form["other_app"]].compactMap { $0 }).sorted()
        let value: JSONValue = form["access"] == "all" ? .null : .array(chosen.map { .string($0) })
        return try await change(call, form, [.fixed("allowed_apps", value)])
    }

    /// `…/settings/external_id`
    static func externalID(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        try await change(call, form, [.clearable("external_id")])
    }

    /// `…/settings/notification_email`
    static func notificationEmail(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        try await change(call, form, [.clearable("notification_email")])
    }

    /// `…/settings/origins`: saves the lists, or only shows what they would do. Sessions pinned to what went end if asked.
    static func origins(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        if form.isChecked("preview") {
            return try await CustomerSettingsPage.page(call, try await call.customer(), form)
        }
        let lapsing = form.isChecked("end_sessions") ? try await lapsing(call, form) : nil
        let answer = try await change(
            call, form, [.clearable("origin_url"), .text("origin_mode"), .clearable("outer_ancestors")])
        if let lapsing, answer.status == .seeOther { try await call.end(lapsing) }
        return answer
    }

    /// `…/settings/origins/preview`: the preview alone, for a page that shows it as the list is typed.
    static func preview(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        let customer = try await call.customer()
        let vendor = customer.record.customer.vendorID
        let partner = try await call.read(customer) { store, _ in try store.partner(vendor).partner }
        let preview = CustomerOrigins(customer.record.customer, query: call.request.query)
            .preview(partner, call.backend.fieldRules.origins)
        let lapsing = try await call.lapsingSessions(of: customer, in: preview)
        return Answer(
            html: try ConsoleTemplates.render(
                "origin_preview", ["preview": preview.values, "lapsing": lapsing.values]))
    }

    /// `…/settings/delete`: for good, and only where the name was typed in.
    static func delete(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let customer = try await call.customer()
        guard form["confirm_name"] == customer.record.customer.name.trimmingSpace() else {
            let fault = FieldFault("confirm_name", .refused, "is not the customer's name")
            return try await CustomerSettingsPage.page(call, customer, faults: [fault])
        }
        try await call.write(customer) { store, id in try store.deleteCustomer(id, by: call.author, now: call.now) }
        return .redirect(to: CustomersAddress.path, notice: .customerDeleted)
    }

    private static func change(
        _ call: ConsoleCall, _ form: ConsoleForm, _ members: [ConsoleForm.Member]
    ) async throws(APIProblem) -> Answer {
        let customer = try await call.customer()
        do throws(APIProblem) {
            let body = try await call.body(CustomerChangesBody.self, from: form.object(members))
            _ = try await call.write(customer) { store, id in
                try store.updateCustomer(id, body.changes, if: form.condition, by: call.author, now: call.now)
            }
        } catch {
            return try await CustomerSettingsPage.page(call, customer, form, faults: try error.formFaults())
        }
        return .redirect(to: CustomerTab.settings.href(customer.name), notice: .saved)
    }

    private static func lapsing(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> LapsingSessions {
        let customer = try await call.customer()
        let vendor = customer.record.customer.vendorID
        let partner = try await call.read(customer) { store, _ in try store.partner(vendor).partner }
        let preview = CustomerOrigins(customer.record.customer, form).preview(partner, call.backend.fieldRules.origins)
        return try await call.lapsingSessions(of: customer, in: preview)
    }
}

extension ConsoleForm {
    /// What a write demands of the row's version: the one that the form was shown for, where it says so.
    var condition: VersionCondition { self["version"].flatMap { Int64($0) }.map { .oneOf([$0]) } ?? .any }
}
