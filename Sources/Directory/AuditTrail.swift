import Domain
import GRDB

/// What an audit event is about.
public struct AuditTarget: Hashable, Sendable {
    /// What kind of thing was changed.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case partner
        case key
        case keySource = "jwks_url"
        case customer
        case member
        case plan
        case token
        case teamUser = "team_user"
        case session
    }

    /// What kind of thing it is.
    public let kind: Kind
    /// Its number; nil where it has none.
    public let id: Int64?
    /// Whose it is; nil: the operator's.
    public let vendorID: VendorID?
    /// The customer it belongs to, or is.
    public let customer: CustomerID?

    /// Names a thing.
    public init(_ kind: Kind, _ id: Int64? = nil, of vendorID: VendorID?, customer: CustomerID? = nil) {
        self.kind = kind
        self.id = id
        self.vendorID = vendorID
        self.customer = customer
    }
}

/// Writes events, within the transaction of what they tell of.
enum AuditTrail {
    /// Members of a JSON object, in order; never a secret among them.
    typealias Fields = [(String, JSONText)]

    /// Adds an event; of `before` and `after` it keeps what differs. An update of nothing adds none, and gives false.
    @discardableResult
    static func add(
        _ db: Database, _ action: String, _ target: AuditTarget, before: Fields? = nil, after: Fields? = nil,
        by author: Author, at now: UnixTime
    ) throws -> Bool {
        let (before, after) = differing(before, after)
        if let before, before.isEmpty, let after, after.isEmpty { return false }
        let sql = """
            INSERT INTO audit_event (at, actor_kind, actor_id, actor_name, address, request_id, action, vendor_id,
                customer_id, target_kind, target_id, before, after)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        try db.cachedStatement(sql: sql).execute(arguments: [
            now.seconds, author.kind.rawValue, author.id, author.name, author.address, author.requestID,
            "\(target.kind.rawValue).\(action)", target.vendorID?.rawValue, target.customer?.rawValue,
            target.kind.rawValue, target.id, text(before), text(after),
        ])
        return true
    }

    private static func differing(_ before: Fields?, _ after: Fields?) -> (Fields?, Fields?) {
        guard let before, let after else { return (before, after) }
        let changed = Set(
            zip(before, after).filter { $0.1.description != $1.1.description }.map(\.0.0))
        return (before.filter { changed.contains($0.0) }, after.filter { changed.contains($0.0) })
    }

    private static func text(_ fields: Fields?) -> String? { fields.map { JSONText.object($0).description } }
}

extension CustomerRecord {
    /// What the trail tells of it.
    var audited: AuditTrail.Fields {
        [
            ("external_id", .optional(customer.externalID?.rawValue)), ("name", .string(customer.name)),
            ("notification_email", .optional(notificationEmail)),
            ("origin_url", .string(customer.origins.description)),
            ("origin_mode", .string(customer.originMode.rawValue)),
            ("outer_ancestors", .string(customer.outerAncestors.description)),
            ("plan_id", .number(subscription.plan.rawValue)), ("status", .string(subscription.status.rawValue)),
            ("trial_ends_at", .optional(trialEndsAt?.iso8601)),
            ("allowed_apps", allowedApps.map { .array($0.map { .string($0) }) } ?? .null),
        ]
    }

    /// Its name in the trail.
    var target: AuditTarget {
        AuditTarget(.customer, customer.id.rawValue, of: customer.vendorID, customer: customer.id)
    }
}

extension MemberRecord {
    /// What the trail tells of it.
    var audited: AuditTrail.Fields {
        [
            ("external_id", .optional(member.externalID?.rawValue)), ("name", .string(member.name)),
            ("email", .string(member.email)), ("role_name", .string(member.role.displayName)),
        ]
    }

    /// Its name in the trail.
    func target(of vendorID: VendorID?) -> AuditTarget {
        AuditTarget(.member, member.id.rawValue, of: vendorID, customer: member.customerID)
    }
}

extension Partner {
    /// What the trail tells of it; keys have events of their own.
    var audited: AuditTrail.Fields {
        let rules = tokenRules
        return [
            ("name", .string(name)), ("origin_url", .string(origins.description)),
            ("algorithms", rules.algorithms.map { .array($0.map { .string($0.rawValue) }) } ?? .null),
            ("audiences", .array(rules.audiences.map { .string($0) })),
            ("audience_required", .bool(rules.requiresAudience)), ("issuer", .optional(rules.issuer)),
            ("issuer_required", .bool(rules.requiresIssuer)), ("origin_required", .bool(rules.requiresOrigin)),
        ]
    }
}

extension NewSigningKey {
    /// What the trail tells of it: not the key itself.
    var audited: AuditTrail.Fields {
        [
            ("kid", .optional(kid)), ("type", .string(kind.rawValue)), ("valid_from", .optional(validFrom?.iso8601)),
            ("valid_until", .optional(validUntil?.iso8601)),
        ]
    }
}

extension Plan {
    /// What the trail tells of it.
    var audited: AuditTrail.Fields {
        [
            ("name", .string(name)), ("task_limit", .number(taskLimit)),
            ("connection_limit", connectionLimit.map { .number($0) } ?? .null),
        ]
    }
}
