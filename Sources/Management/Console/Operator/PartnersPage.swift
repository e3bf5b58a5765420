import Directory
import Domain
import HTTPTypes
import TokenVerification

/// `/admin_console/partners`: the operator's list of partners.
enum PartnersPage {
    private static let pageSize = 50

    /// The partners, or those whose name or vendor id has the searched text.
    static func show(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        let search = call.request.parameter("search")
        let number = max(1, call.request.parameter("page").flatMap { Int($0) } ?? 1)
        let page = Page(number: number, size: pageSize) ?? .first
        let found = try await call.read(call.reach) { store, _ in try store.partners(search ?? "", page: page) }
        let query = search.map { "&search=" + PercentEncoding.encode($0) { PercentEncoding.isUnreserved($0) } } ?? ""
        return try call.page(
            "partners", title: "Partners",
            [
                "search": search, "rows": found.records.map { $0.values(search, call.now) },
                "has_rows": !found.records.isEmpty, "is_filtered": search != nil,
                "total_text": Words.count(found.total, "partner"),
            ].merging(
                Pagination(page: page.number, size: pageSize, total: found.total) {
                    "/admin_console/partners?page=\($0)\(query)"
                }.values
            ) { $1 })
    }

    /// The form of a new one.
    static func new(_ call: ConsoleCall) async throws(APIProblem) -> Answer { try form(call, nil, faults: []) }

    /// Adds a partner, with its first key if one is given.
    static func add(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        do throws(APIProblem) {
            let body = try FieldReader.read(
                NewPartnerBody.self,
                from: form.object([.text("name"), .text("vendor_id"), .text("origin_url"), .text("key")]),
                call.backend.fieldRules)
            let record = try await call.write(call.reach) { store, _ in
                try store.createPartner(body.partner, by: call.author, now: call.now)
            }
            return .redirect(to: PartnerTab.dashboard.href(record.partner.vendorID), notice: .partnerAdded)
        } catch {
            return try self.form(call, form, faults: try error.formFaults())
        }
    }

    private static func form(_ call: ConsoleCall, _ form: ConsoleForm?, faults: [FieldFault]) throws(APIProblem)
        -> Answer
    {
        let names = ["name", "vendor_id", "origin_url", "key"]
        let fields = FormValues(faults, values: Dictionary(uniqueKeysWithValues: names.map { ($0, form?[$0]) }))
        return try call.page(
            "partner_new", title: "Add partner",
            [
                "fields": fields.values, "problem": FormValues.summary(faults), "action": "/admin_console/partners",
                "back_href": "/admin_console/partners",
            ], status: faults.isEmpty ? .ok : .unprocessableContent)
    }
}

/// What a partner is created from.
private struct NewPartnerBody: BodyFields {
    let partner: NewPartner

    init?(reading fields: inout FieldReader) {
        let (name, vendorID) = (fields.require("name", .name), fields.require("vendor_id", .vendorID))
        let origins = fields.take("origin_url", .origins(fields.rules.origins)) ?? .empty
        let key = fields.take("key", .keyText)
        guard let name, let vendorID else { return nil }
        let keys = key.map {
            [NewSigningKey(kid: $0.kid, kind: $0.kind, subjectPublicKeyInfo: $0.subjectPublicKeyInfo)]
        }
        partner = NewPartner(vendorID: vendorID, name: name, origins: origins, keys: keys ?? [])
    }
}

extension PartnerRecord {
    fileprivate func values(_ search: String?, _ now: UnixTime) -> ConsoleTemplates.Values {
        [
            "name_parts": SearchHits.parts(of: partner.name, search), "name": partner.name,
            "vendor_id_parts": SearchHits.parts(of: partner.vendorID.rawValue, search),
            "vendor_id": partner.vendorID.rawValue, "avatar": Letter(partner.name).values,
            "href": PartnerTab.dashboard.href(partner.vendorID),
            "customers_href": "\(CustomersAddress.path)?partner=\(partner.vendorID)",
            "customers": Words.grouped(counts.customers), "connections": Words.grouped(counts.connections),
            "active_recipes": Words.grouped(counts.activeRecipes), "keys": Words.grouped(Int64(keys.count)),
            "created": Moment(createdAt, now).values,
        ]
    }
}
