import Directory
import Domain
import HTTPTypes

/// `/admin_console/partners/:vendor_id/keys`: what the partner's tokens are verified with.
enum PartnerKeysPage {
    /// The page.
    static func show(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        try await page(try call.withinPartner())
    }

    /// Registers a key beside the others; where asked, the others verify for so many days more and no longer.
    static func add(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let call = try call.withinPartner()
        let object = form.object([.text("key"), .text("kid"), .text("valid_from"), .text("valid_until")])
        let end = Overlap(form)?.end(after: call.now)
        return try await save(call, form, object) { store, vendor, wish throws(DirectoryError) in
            guard case .register(let key) = wish else { return }
            _ = try store.addKey(key, to: vendor, endingOthersAt: end, by: call.author, now: call.now)
        }
    }

    /// Has keys fetched from a JWKS URL.
    static func setSource(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let call = try call.withinPartner()
        return try await save(call, form, form.object([.text("jwks_url")])) {
            store, vendor, wish throws(DirectoryError) in
            guard case .fetch(let address) = wish else { return }
            _ = try store.setJWKSSource(address.text, of: vendor, by: call.author, now: call.now)
        }
    }

    /// Forgets the JWKS URL with its keys.
    static func removeSource(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let call = try call.withinPartner()
        let partner = try call.reach.partner()
        try await call.write(partner) { store, vendor in
            try store.removeJWKSSource(of: vendor, by: call.author, now: call.now)
        }
        return .redirect(to: PartnerTab.keys.href(partner.name), notice: .keyRemoved)
    }

    /// Asks before a key is removed, where no script did.
    static func askToRemove(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        let call = try call.withinPartner()
        return try call.confirmation(
            Confirmation(
                question: "Remove this key?", explanation: "Tokens signed with it are refused from then on.",
                action: call.request.path, label: "Remove key",
                back: PartnerTab.keys.href(try call.reach.partner().name)))
    }

    /// Forgets a key.
    static func remove(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let call = try call.withinPartner()
        let (partner, id) = (try call.reach.partner(), try call.place("id") { KeyID(decimal: $0) })
        try await call.write(partner) { store, vendor in
            try store.removeKey(id, of: vendor, by: call.author, now: call.now)
        }
        return .redirect(to: PartnerTab.keys.href(partner.name), notice: .keyRemoved)
    }

    private static func save(
        _ call: ConsoleCall, _ form: ConsoleForm, _ object: JSONObject,
        _ write: @escaping @Sendable (DirectoryStore, VendorID, NewKeyBody.Wish) throws(DirectoryError) -> Void
    ) async throws(APIProblem) -> Answer {
        let partner = try call.reach.partner()
        do throws(APIProblem) {
            let body = try FieldReader.read(NewKeyBody.self, from: object, call.backend.fieldRules)
            try await call.write(partner) { store, vendor in try write(store, vendor, body.wish) }
        } catch {
            return try await page(call, form, faults: try error.formFaults())
        }
        return .redirect(to: PartnerTab.keys.href(partner.name), notice: .keyAdded)
    }

    private static func page(
        _ call: ConsoleCall, _ form: ConsoleForm? = nil, faults: [FieldFault] = []
    ) async throws(APIProblem) -> Answer {
        let record = try await call.partnerRecord()
        let source = try await call.read(try call.reach.partner()) { store, vendor in try store.jwksSource(of: vendor) }
        let names = ["key", "kid", "valid_from", "valid_until", "jwks_url"]
        let href = PartnerTab.keys.href(record.partner.vendorID)
        return try call.partnerPage(
            "partner_keys", .keys, record,
            [
                "keys": record.keys.map { $0.values(href, call.now) }, "has_keys": !record.keys.isEmpty,
                "source": source?.values(call.now), "hosts": call.backend.parts.jwksHosts,
                "has_hosts": !call.backend.parts.jwksHosts.isEmpty, "add_href": href,
                "overlaps": Overlap.allCases.map { $0.values(isSelected: $0 == form.flatMap { Overlap($0) }) },
                "source_href": href + "/jwks", "source_remove_href": href + "/jwks/remove",
                "fields": FormValues(faults, values: Dictionary(uniqueKeysWithValues: names.map { ($0, form?[$0]) }))
                    .values,
                "problem": FormValues.summary(faults),
            ], status: faults.isEmpty ? .ok : .unprocessableContent)
    }
}

/// How long a partner's former keys verify beside a new one. Without a choice they go on.
private enum Overlap: Int64, CaseIterable {
    case none = 0
    case day = 1
    case week = 7
    case month = 30

    init?(_ form: ConsoleForm) {
        guard let chosen = form["overlap"].flatMap({ Int64($0) }).flatMap({ Self(rawValue: $0) }) else { return nil }
        self = chosen
    }

    func end(after now: UnixTime) -> UnixTime { now + rawValue * 86_400 }

    func values(isSelected: Bool) -> ConsoleTemplates.Values {
        let label = self == .none ? "End at once" : "Hold for \(Words.count(Int(rawValue), "day"))"
        return ["value": "\(rawValue)", "label": label, "is_selected": isSelected]
    }
}

extension KeyRecord {
    fileprivate func values(_ base: String, _ now: UnixTime) -> ConsoleTemplates.Values {
        let state = key.isLive(at: now) ? "live" : key.validFrom.map { now < $0 } ?? false ? "waiting" : "over"
        return [
            "id": "\(key.id)", "kid": key.kid, "kind": key.kind.label,
            "source": source == .jwks ? "JWKS" : "Registered",
            "state": state, "is_live": state == "live",
            "state_label": ["live": "Live", "waiting": "Not yet valid", "over": "Expired"][state],
            "valid_from": key.validFrom.map { Moment($0, now).values },
            "valid_until": key.validUntil.map { Moment($0, now).values }, "created": Moment(createdAt, now).values,
            "remove_href": source == .registered ? "\(base)/\(key.id)/remove" : nil,
        ]
    }
}

extension SigningKey.Kind {
    fileprivate var label: String {
        switch self {
        case .rsa: "RSA"
        case .p256: "EC P-256"
        case .p384: "EC P-384"
        case .p521: "EC P-521"
        case .ed25519: "Ed25519"
        }
    }
}

extension JWKSSource {
    fileprivate func values(_ now: UnixTime) -> ConsoleTemplates.Values {
        ["url": url, "fetched": fetchedAt.map { Moment($0, now).values }, "error": error]
    }
}
