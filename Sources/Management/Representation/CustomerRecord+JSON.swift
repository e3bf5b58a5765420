import Directory
import Domain

extension CustomerRecord {
    /// A customer, as the API and the command line give it.
    public var json: JSONText {
        .object([
            ("id", .number(customer.id.rawValue)), ("vendor_id", .string(customer.vendorID.rawValue)),
            ("external_id", .optional(customer.externalID?.rawValue)), ("name", .string(customer.name)),
            ("notification_email", .optional(notificationEmail)),
            ("origin_url", .string(customer.origins.description)),
            ("origin_mode", .string(customer.originMode.rawValue)),
            ("outer_ancestors", .string(customer.outerAncestors.description)),
            ("created_at", .string(createdAt.iso8601)), ("updated_at", .string(updatedAt.iso8601)),
        ])
    }
}
