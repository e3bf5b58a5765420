import Directory
import Domain

extension PartnerRecord {
    /// A partner with its keys, as the API and the command line give it.
    public var json: JSONText {
        let rules = partner.tokenRules
        return .object([
            ("vendor_id", .string(partner.vendorID.rawValue)), ("name", .string(partner.name)),
            ("origin_url", .string(partner.origins.description)),
            ("algorithms", rules.algorithms.map { .array($0.map { .string($0.rawValue) }) } ?? .null),
            ("audiences", .array(rules.audiences.map { .string($0) })),
            ("audience_required", .bool(rules.requiresAudience)), ("issuer", .optional(rules.issuer)),
            ("issuer_required", .bool(rules.requiresIssuer)), ("origin_required", .bool(rules.requiresOrigin)),
            ("keys", .array(keys.map(\.json))),
            ("created_at", .string(createdAt.iso8601)), ("updated_at", .string(updatedAt.iso8601)),
        ]).warning(partner.origins.warnings)
    }
}
