import Directory
import Domain
import HTTPTypes
import OpenSSLCrypto
import Sessions

/// `/casement/workspace/settings`: the workspace's own page, relayed by the gateway. It shows who is there, where the
/// workspace is and the way back, and lets those who may change the customer's name.
enum WorkspaceSettingsPage {
    /// Where it is, on the gateway.
    static let address = "/casement/workspace/settings"

    /// The page.
    static func show(_ call: WorkspaceCall) async throws(APIProblem) -> Answer { try await page(call) }

    /// Changes the customer's name.
    static func rename(_ call: WorkspaceCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        guard call.mayRename else { throw .forbidden }
        let customer = try await call.customer(.id(call.identity.customer))
        do throws(APIProblem) {
            let body = try FieldReader.read(
                NameBody.self, from: form.object([.text("name")]), call.backend.fieldRules)
            _ = try await call.write(customer) { store, id in
                try store.updateCustomer(
                    id, CustomerChanges(name: .set(body.name)), by: call.author, now: call.now)
            }
        } catch {
            return try await page(call, form, faults: try error.formFaults())
        }
        return .redirect(to: address, notice: .saved)
    }

    private static func page(
        _ call: WorkspaceCall, _ form: ConsoleForm? = nil, faults: [FieldFault] = []
    ) async throws(APIProblem) -> Answer {
        let customer = try await call.customer(.id(call.identity.customer)).record
        let notice = call.request.query.value(ConsoleNotice.parameter).flatMap(ConsoleNotice.init(rawValue:))
        let admin = call.backend.parts.adminURL
        let html = try ConsoleTemplates.render(
            "workspace_settings",
            [
                "assets": ConsoleHome.workspace.assets, "title": "\(customer.customer.name) · Workspace settings",
                "form_token": call.formToken.text,
                "customer": [
                    "name": customer.customer.name, "id": "\(customer.customer.id)",
                    "external_id": customer.customer.externalID?.rawValue, "plan": customer.plan.name,
                    "avatar": Letter(customer.customer.name).values,
                ] as ConsoleTemplates.Values,
                "person": call.identity.name ?? call.identity.email ?? "Owner", "email": call.identity.email,
                "role_label": call.identity.roleLabel, "is_manager": call.identity.isManager,
                "may_rename": call.mayRename, "action": address,
                "fields": FormValues(faults, values: ["name": form?["name"] ?? customer.customer.name]).values,
                "problem": FormValues.summary(faults), "notice": notice?.text,
                "console_href": call.identity.isManager || call.isTeamMember
                    ? "\(admin)\(CustomerTab.dashboard.href(customer.customer.id))" : nil,
            ])
        return Answer(html: html, status: faults.isEmpty ? .ok : .unprocessableContent)
    }

    private struct NameBody: BodyFields {
        let name: String

        init?(reading fields: inout FieldReader) {
            guard let name = fields.require("name", .name) else { return nil }
            self.name = name
        }
    }
}
