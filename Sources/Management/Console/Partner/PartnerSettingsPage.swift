import Directory
import Domain
import HTTPTypes

/// `/admin_console/partners/:vendor_id/settings`: its name, its origin list, and what its tokens must carry.
enum PartnerSettingsPage {
    /// The page.
    static func show(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        let call = try call.withinPartner()
        return try await page(call, try await call.partnerRecord())
    }

    /// `…/settings/name`
    static func name(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        try await change(try call.withinPartner(), form, form.object([.text("name")]))
    }

    /// `…/settings/origins`: saves the list, or only shows what it would do. Sessions pinned to what went end if asked.
    static func origins(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let call = try call.withinPartner()
        let record = try await call.partnerRecord()
        if form.isChecked("preview") { return try await page(call, record, form) }
        let preview = OriginPreview(
            of: record.partner, typed: form.verbatim("origin_url"), call.backend.fieldRules.origins)
        let lapsing =
            form.isChecked("end_sessions")
            ? try await call.lapsingSessions(of: try call.reach.partner(), in: preview) : nil
        let answer = try await change(call, form, form.object([.clearable("origin_url")]))
        if let lapsing, answer.status == .seeOther { try await call.end(lapsing) }
        return answer
    }

    /// `…/settings/origins/preview`: the preview alone, for a page that shows it as the list is typed.
    static func preview(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        let call = try call.withinPartner()
        let record = try await call.partnerRecord()
        let preview = OriginPreview(
            of: record.partner, typed: call.request.parameter("origin_url") ?? "", call.backend.fieldRules.origins)
        let lapsing = try await call.lapsingSessions(of: try call.reach.partner(), in: preview)
        return Answer(
            html: try ConsoleTemplates.render(
                "origin_preview", ["preview": preview.values, "lapsing": lapsing.values]))
    }

    /// `…/settings/token_rules`
    static func tokenRules(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let algorithms = form.all("algorithms")
        let audiences = form.verbatim("audiences").split(whereSeparator: { $0 == "," || $0.isNewline })
            .map { $0.trimmingSpace() }.filter { !$0.isEmpty }
        var object = form.object([
            .clearable("issuer"), .box("issuer_required"), .box("audience_required"), .box("origin_required"),
        ])
        object.append("algorithms", algorithms.isEmpty ? .null : .array(algorithms.map { .string($0) }))
        object.append("audiences", .array(audiences.map { .string($0) }))
        return try await change(try call.withinPartner(), form, object)
    }

    private static func change(
        _ call: ConsoleCall, _ form: ConsoleForm, _ object: JSONObject
    ) async throws(APIProblem) -> Answer {
        let partner = try call.reach.partner()
        do throws(APIProblem) {
            let body = try FieldReader.read(AccountChangesBody.self, from: object, call.backend.fieldRules)
            _ = try await call.write(partner) { store, vendor in
                try body.write(to: store, vendor, if: form.condition, by: call.author, now: call.now)
            }
        } catch {
            return try await page(call, try await call.partnerRecord(), form, faults: try error.formFaults())
        }
        return .redirect(to: PartnerTab.settings.href(partner.name), notice: .saved)
    }

    private static func page(
        _ call: ConsoleCall, _ record: PartnerRecord, _ form: ConsoleForm? = nil, faults: [FieldFault] = []
    ) async throws(APIProblem) -> Answer {
        let (partner, rules) = (record.partner, record.partner.tokenRules)
        let typed = form.flatMap { $0.all("origin_url").first } ?? partner.origins.description
        let preview = OriginPreview(of: partner, typed: typed, call.backend.fieldRules.origins)
        let lapsing = form == nil ? nil : try await call.lapsingSessions(of: try call.reach.partner(), in: preview)
        let audiences = form.flatMap { $0.all("audiences").first } ?? rules.audiences.joined(separator: "\n")
        return try call.partnerPage(
            "partner_settings", .settings, record,
            [
                "version": "\(record.version)", "problem": FormValues.summary(faults),
                "fields": FormValues(
                    faults,
                    values: [
                        "name": form?["name"] ?? partner.name, "origin_url": typed, "audiences": audiences,
                        "issuer": form?["issuer"] ?? rules.issuer,
                    ]
                ).values,
                "algorithms": SignatureAlgorithm.allCases.map { algorithm -> ConsoleTemplates.Values in
                    [
                        "value": algorithm.rawValue,
                        "is_checked": rules.algorithms?.contains(algorithm) ?? false,
                    ]
                },
                "follows_keys": rules.algorithms == nil, "audience_required": rules.requiresAudience,
                "issuer_required": rules.requiresIssuer, "origin_required": rules.requiresOrigin,
                "preview": preview.values, "lapsing": lapsing?.values,
                "preview_href": PartnerTab.settings.href(partner.vendorID) + "/origins/preview",
            ], status: faults.isEmpty ? .ok : .unprocessableContent)
    }
}
