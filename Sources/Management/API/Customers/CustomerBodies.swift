import Directory
import Domain

/// What a customer is created from.
struct NewCustomerBody: BodyFields {
    /// The partner, which an operator's token must name here or in the query.
    let vendorID: VendorID?

    private let externalID: ExternalID?
    private let name: String
    private let origins: OriginList
    private let originMode: Customer.OriginMode
    private let outerAncestors: OriginList
    private let notificationEmail: String?
    private let plan: PlanID
    private let inTrial: Bool
    private let allowedApps: [String]?

    init?(reading fields: inout FieldReader) {
        let name = fields.require("name", .name)
        vendorID = fields.take("vendor_id", .vendorID)
        externalID = fields.take("external_id", .externalID)
        notificationEmail = fields.take("notification_email", .email)
        plan = fields.take("plan_id", .plan(fields.rules.plans)) ?? Plan.freeID
        origins = fields.take("origin_url", .origins(fields.rules.origins)) ?? .empty
        originMode = fields.take("origin_mode", .word) ?? .append
        outerAncestors = fields.take("outer_ancestors", .origins(fields.rules.origins)) ?? .empty
        inTrial = fields.take("in_trial", .flag) ?? false
        allowedApps = fields.take("allowed_apps", .apps)
        guard let name else { return nil }
        self.name = name
    }

    /// The customer to be, of that partner.
    func customer(of partner: VendorID) -> NewCustomer {
        NewCustomer(
            vendorID: partner, externalID: externalID, name: name, origins: origins, originMode: originMode,
            outerAncestors: outerAncestors, notificationEmail: notificationEmail, plan: plan, inTrial: inTrial,
            allowedApps: allowedApps)
    }
}

/// What an update does to a customer.
struct CustomerChangesBody: BodyFields {
    /// Only what the body has.
    let changes: CustomerChanges

    init(reading fields: inout FieldReader) {
        changes = CustomerChanges(
            externalID: fields.change(clearing: "external_id", .externalID), name: fields.change("name", .name),
            origins: fields.change("origin_url", .origins(fields.rules.origins), clearedTo: .empty),
            originMode: fields.change("origin_mode", .word, clearedTo: .append),
            outerAncestors: fields.change("outer_ancestors", .origins(fields.rules.origins), clearedTo: .empty),
            notificationEmail: fields.change(clearing: "notification_email", .email),
            plan: fields.change("plan_id", .plan(fields.rules.plans)), inTrial: fields.change("in_trial", .flag),
            allowedApps: fields.change(clearing: "allowed_apps", .apps))
    }
}

/// Which plan an upgrade leads to.
struct UpgradeBody: BodyFields {
    static var mayBeMissing: Bool { true }

    /// The plan named, if any is.
    let plan: PlanID?

    init(reading fields: inout FieldReader) { plan = fields.take("plan_id", .plan(fields.rules.plans)) }
}

extension FieldType<[String]> {
    /// Names of apps.
    fileprivate static var apps: Self { .list(of: .app, count: 0...1000) }
}
