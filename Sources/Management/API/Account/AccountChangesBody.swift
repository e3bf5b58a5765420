import Directory
import Domain

/// What an update does to a partner: what the body has, and nothing else.
struct AccountChangesBody: BodyFields {
    private let name: FieldChange<String>
    private let origins: FieldChange<OriginList>
    private let algorithms: FieldChange<[SignatureAlgorithm]?>
    private let audiences: FieldChange<[String]>
    private let audienceRequired: FieldChange<Bool>
    private let issuer: FieldChange<String?>
    private let issuerRequired: FieldChange<Bool>
    private let originRequired: FieldChange<Bool>

    init(reading fields: inout FieldReader) {
        name = fields.change("name", .name)
        origins = fields.change("origin_url", .origins(fields.rules.origins), clearedTo: .empty)
        algorithms = fields.change(clearing: "algorithms", .list(of: .word, count: 1...10))
        audiences = fields.change("audiences", .list(of: .line, count: 0...100), clearedTo: [])
        audienceRequired = fields.change("audience_required", .flag)
        issuer = fields.change(clearing: "issuer", .line)
        issuerRequired = fields.change("issuer_required", .flag)
        originRequired = fields.change("origin_required", .flag)
    }

    /// Writes them. The directory takes the token rules as a whole, so they are joined with those that are there, and again
    /// if another process changes these meanwhile.
    func write(
        to store: DirectoryStore, _ vendor: VendorID, if condition: VersionCondition, by author: Author, now: UnixTime
    ) throws(DirectoryError) -> PartnerRecord {
        for _ in 0..<3 {
            let former = try store.partner(vendor)
            let changes = PartnerChanges(
                name: name, origins: origins, tokenRules: .set(rules(after: former.partner.tokenRules)))
            do throws(DirectoryError) {
                return try store.updatePartner(
                    vendor, changes, if: condition.restricted(to: former.version), by: author, now: now)
            } catch {
                guard error == .versionMismatch, condition == .any else { throw error }
            }
        }
        throw .busy
    }

    private func rules(after former: TokenRules) -> TokenRules {
        TokenRules(
            algorithms: algorithms.applied(to: former.algorithms), audiences: audiences.applied(to: former.audiences),
            requiresAudience: audienceRequired.applied(to: former.requiresAudience),
            issuer: issuer.applied(to: former.issuer),
            requiresIssuer: issuerRequired.applied(to: former.requiresIssuer),
            requiresOrigin: originRequired.applied(to: former.requiresOrigin))
    }
}

extension VersionCondition {
    /// What holds for this version alone, where it holds for it at all.
    fileprivate func restricted(to version: Int64) -> VersionCondition {
        switch self {
        case .any: .oneOf([version])
        case .oneOf(let versions): .oneOf(versions.filter { $0 == version })
        }
    }
}
