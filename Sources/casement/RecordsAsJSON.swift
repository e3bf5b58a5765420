import Directory
import Domain
import Sessions

// Records with the field names of the management API.

extension PartnerRecord {
    var json: JSONText {
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
        ])
    }

    var line: String { "\(partner.vendorID)\t\(partner.name)\t\(partner.origins)\t\(partner.keys.count) key(s)" }
}

extension KeyRecord {
    var json: JSONText {
        .object([
            ("id", .number(key.id.rawValue)), ("kid", .optional(key.kid)), ("type", .string(key.kind.rawValue)),
            ("source", .string(source.rawValue)), ("valid_from", .optional(key.validFrom?.iso8601)),
            ("valid_until", .optional(key.validUntil?.iso8601)), ("created_at", .string(createdAt.iso8601)),
        ])
    }

    var line: String { "\(key.id)\t\(key.kind.rawValue)\t\(key.kid ?? "-")" }
}

extension CustomerRecord {
    func json(at now: UnixTime) -> JSONText {
        .object([
            ("id", .number(customer.id.rawValue)), ("vendor_id", .string(customer.vendorID.rawValue)),
            ("external_id", .optional(customer.externalID?.rawValue)), ("name", .string(customer.name)),
            ("notification_email", .optional(notificationEmail)), ("plan_id", .number(plan.id.rawValue)),
            ("origin_url", .string(customer.origins.description)),
            ("origin_mode", .string(customer.originMode.rawValue)),
            ("outer_ancestors", .string(customer.outerAncestors.description)),
            ("in_trial", .bool(customer.status == .inTrial)), ("trial_ends_at", .optional(trialEndsAt?.iso8601)),
            ("status", .string(customer.status.rawValue)),
            ("allowed_apps", allowedApps.map { .array($0.map { .string($0) }) } ?? .null),
            ("task_count", .number(counts.tasks(at: now))), ("task_limit", .number(taskLimit)),
            ("connection_count", .number(counts.connections)),
            ("connection_limit", plan.connectionLimit.map { .number($0) } ?? .null),
            ("connected_apps", .array(counts.topApps.map { .string($0) })),
            ("active_recipe_count", .number(counts.activeRecipes)),
            ("created_at", .string(createdAt.iso8601)), ("updated_at", .string(updatedAt.iso8601)),
        ])
    }

    var line: String {
        "\(customer.id)\t\(customer.name)\t\(customer.externalID?.rawValue ?? "-")\t\(customer.origins)"
    }
}

extension Plan {
    var json: JSONText {
        .object([
            ("id", .number(id.rawValue)), ("name", .string(name)), ("task_limit", .number(taskLimit)),
            ("connection_limit", connectionLimit.map { .number($0) } ?? .null),
        ])
    }

    var line: String { "\(id)\t\(name)\t\(vendorID?.rawValue ?? "-")\t\(taskLimit) tasks a month" }
}

extension APITokenRecord {
    var members: [(String, JSONText)] {
        [
            ("id", .number(id.rawValue)), ("vendor_id", .optional(vendorID?.rawValue)), ("name", .string(name)),
            ("created_at", .string(createdAt.iso8601)),
        ]
    }

    var line: String { "\(id)\t\(name)\t\(vendorID?.rawValue ?? "operator")\t\(createdAt.iso8601)" }
}

extension MemberRecord {
    var json: JSONText {
        .object([
            ("id", .number(member.id.rawValue)), ("external_id", .optional(member.externalID?.rawValue)),
            ("name", .string(member.name)), ("email", .string(member.email)),
            ("role_name", .string(member.role.displayName)),
            ("created_at", .string(createdAt.iso8601)), ("updated_at", .string(updatedAt.iso8601)),
        ])
    }

    var line: String { "\(member.id)\t\(member.name)\t\(member.email)\t\(member.role.displayName)" }
}

extension Session {
    func json(_ limits: SessionLimits) -> JSONText {
        .object([
            ("id", .string(id)), ("context", .string(context.rawValue)), ("vendor_id", .string(partner.rawValue)),
            ("customer_id", .number(customer.rawValue)), ("member_id", member.map { .number($0.rawValue) } ?? .null),
            ("name", .optional(name)), ("email", .optional(email)), ("origin", .optional(origin)),
            ("user_agent", .optional(userAgent)), ("client_address", .optional(clientAddress)),
            ("created_at", .string(createdAt.iso8601)), ("last_seen_at", .string(lastSeenAt.iso8601)),
            ("idle_expires_at", .string(idleExpiresAt(limits).iso8601)),
            ("absolute_expires_at", .string(absoluteExpiresAt.iso8601)),
        ])
    }

    var line: String {
        let who = member.map { "member \($0)" } ?? "owner"
        return "\(id)\tcustomer \(customer)\t\(who)\t\(context.rawValue)\t\(origin ?? "-")\t\(lastSeenAt.iso8601)"
    }
}
