import Directory
import Domain

extension CustomerRecord {
    /// A customer, as the API and the command line give it; the tasks are those of the month of `now`.
    public func json(at now: UnixTime) -> JSONText {
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
            ("connection_limit", .optional(plan.connectionLimit)),
            ("connected_apps", .array(counts.topApps.map { .string($0) })),
            ("active_recipe_count", .number(counts.activeRecipes)),
            ("created_at", .string(createdAt.iso8601)), ("updated_at", .string(updatedAt.iso8601)),
        ]).warning(customer.warnings)
    }
}

extension Customer {
    /// What may surprise whoever wrote its lists.
    public var warnings: [OriginWarning] { origins.warnings + outerAncestors.warnings }
}
