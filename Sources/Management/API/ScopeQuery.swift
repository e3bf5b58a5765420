import Domain

/// The parameter that every address takes: whose things are meant.
struct ScopeQuery: QueryFields {
    /// The partner named.
    let vendorID: VendorID?

    init(reading fields: inout FieldReader) { vendorID = fields.take("vendor_id", .vendorID) }
}
