import Directory
import Domain

/// Which customers are listed, in which order, and which page of them.
struct CustomerListQuery: QueryFields {
    /// The two directions of an order.
    private enum Order: String, CaseIterable {
        case asc
        case desc
    }

    private let query: CustomerQuery

    init(reading fields: inout FieldReader) {
        let order: Order? = fields.take("order", .word)
        query = CustomerQuery(
            search: fields.take("search", .text), plan: fields.take("plan", .idDigits),
            status: fields.take("status", .word), app: fields.take("app", .app),
            joinedFrom: fields.take("joined_from", .momentOrDay), joinedTo: fields.take("joined_to", .momentOrEndOfDay),
            sort: fields.take("sort", .word) ?? .name, isDescending: order == .desc,
            page: PageQuery(reading: &fields).page)
    }

    /// The query within what is reached.
    func query(of vendor: VendorID?) -> CustomerQuery {
        var query = query
        query.vendorID = vendor
        return query
    }
}
