import Directory
import Domain
import HTTPTypes

/// `/admin_console/partners/:vendor_id/api_tokens`
enum PartnerTokensPage {
    /// The page.
    static func show(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        try await page(try call.withinPartner())
    }

    /// Makes a token and shows it, once.
    static func create(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let call = try call.withinPartner()
        do throws(APIProblem) {
            let made = try await call.write(try call.reach.partner()) { store, vendor in
                try store.createToken(of: vendor, name: form["name"] ?? "", by: call.author, now: call.now)
            }
            return try await page(call, new: made.secret)
        } catch {
            return try await page(call, form, faults: try error.formFaults())
        }
    }

    /// Asks before a token is revoked, where no script did.
    static func askToRevoke(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        let call = try call.withinPartner()
        return try call.confirmation(
            Confirmation(
                question: "Revoke this token?", explanation: "Programs that use it are refused from then on.",
                action: call.request.path, label: "Revoke token",
                back: PartnerTab.apiTokens.href(try call.reach.partner().name)))
    }

    /// Revokes a token.
    static func revoke(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let call = try call.withinPartner()
        let (partner, id) = (try call.reach.partner(), try call.place("id") { APITokenID(decimal: $0) })
        try await call.write(partner) { store, vendor in
            try store.revokeToken(id, of: vendor, by: call.author, now: call.now)
        }
        return .redirect(to: PartnerTab.apiTokens.href(partner.name), notice: .tokenRevoked)
    }

    private static func page(
        _ call: ConsoleCall, _ form: ConsoleForm? = nil, faults: [FieldFault] = [], new secret: Secret<String>? = nil
    ) async throws(APIProblem) -> Answer {
        let record = try await call.partnerRecord()
        let tokens = try await call.read(try call.reach.partner()) { store, vendor in try store.tokens(of: vendor) }
        let href = PartnerTab.apiTokens.href(record.partner.vendorID)
        return try call.partnerPage(
            "partner_tokens", .apiTokens, record,
            [
                "tokens": tokens.map { token -> ConsoleTemplates.Values in
                    [
                        "id": "\(token.id)", "name": token.name, "created": Moment(token.createdAt, call.now).values,
                        "revoke_href": "\(href)/\(token.id)/revoke",
                    ]
                },
                "has_tokens": !tokens.isEmpty, "new_token": secret != nil,
                "secret": secret?.reveal(), "secret_label": "Your new token", "add_href": href,
                "fields": FormValues(faults, values: ["name": form?["name"]]).values,
                "problem": FormValues.summary(faults),
            ], status: faults.isEmpty ? .ok : .unprocessableContent)
    }
}
