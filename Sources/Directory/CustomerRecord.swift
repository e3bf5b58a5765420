import Domain

/// A customer as the directory keeps it.
public struct CustomerRecord: Hashable, Sendable {
    /// What the data plane sees of it.
    public var customer: Customer
    /// Where notices about it go.
    public var notificationEmail: String?
    /// When it was created.
    public let createdAt: UnixTime
    /// When it was last written.
    public var updatedAt: UnixTime

    /// Throws what breaks a rule first.
    func check() throws(DirectoryError) {
        try TextRules.checkName(customer.name)
        if let notificationEmail { try TextRules.checkEmail(notificationEmail, .notificationEmail) }
    }
}

/// What a customer is created from.
public struct NewCustomer: Hashable, Sendable {
    /// The partner it belongs to.
    public var vendorID: VendorID
    /// The partner's name for it.
    public var externalID: ExternalID?
    /// The name people read.
    public var name: String
    /// Its own origins.
    public var origins: OriginList
    /// How they meet the partner's.
    public var originMode: Customer.OriginMode
    /// Origins that may frame the partner's page.
    public var outerAncestors: OriginList
    /// Where notices about it go.
    public var notificationEmail: String?

    /// Gathers what a customer is created from.
    public init(
        vendorID: VendorID, externalID: ExternalID? = nil, name: String, origins: OriginList = .empty,
        originMode: Customer.OriginMode = .append, outerAncestors: OriginList = .empty, notificationEmail: String? = nil
    ) {
        self.vendorID = vendorID
        self.externalID = externalID
        self.name = name
        self.origins = origins
        self.originMode = originMode
        self.outerAncestors = outerAncestors
        self.notificationEmail = notificationEmail
    }

    /// The customer as it is once it has a number.
    func record(id: CustomerID, at now: UnixTime) -> CustomerRecord {
        let customer = Customer(
            id: id, vendorID: vendorID, externalID: externalID, name: name, origins: origins, originMode: originMode,
            outerAncestors: outerAncestors)
        return CustomerRecord(customer: customer, notificationEmail: notificationEmail, createdAt: now, updatedAt: now)
    }
}

/// What an update does to a customer.
public struct CustomerChanges: Sendable {
    /// The partner's name for it; `.set(nil)` takes it away.
    public var externalID: FieldChange<ExternalID?>
    /// The name people read.
    public var name: FieldChange<String>
    /// Its own origins.
    public var origins: FieldChange<OriginList>
    /// How they meet the partner's.
    public var originMode: FieldChange<Customer.OriginMode>
    /// Origins that may frame the partner's page.
    public var outerAncestors: FieldChange<OriginList>
    /// Where notices about it go; `.set(nil)`: nowhere.
    public var notificationEmail: FieldChange<String?>

    /// Changes nothing but what is given.
    public init(
        externalID: FieldChange<ExternalID?> = .keep, name: FieldChange<String> = .keep,
        origins: FieldChange<OriginList> = .keep, originMode: FieldChange<Customer.OriginMode> = .keep,
        outerAncestors: FieldChange<OriginList> = .keep, notificationEmail: FieldChange<String?> = .keep
    ) {
        self.externalID = externalID
        self.name = name
        self.origins = origins
        self.originMode = originMode
        self.outerAncestors = outerAncestors
        self.notificationEmail = notificationEmail
    }

    /// Changes the record, its time of update excepted.
    func apply(to record: inout CustomerRecord) {
        record.customer.externalID = externalID.applied(to: record.customer.externalID)
        record.customer.name = name.applied(to: record.customer.name)
        record.customer.origins = origins.applied(to: record.customer.origins)
        record.customer.originMode = originMode.applied(to: record.customer.originMode)
        record.customer.outerAncestors = outerAncestors.applied(to: record.customer.outerAncestors)
        record.notificationEmail = notificationEmail.applied(to: record.notificationEmail)
    }
}
