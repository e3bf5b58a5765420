import Directory
import Domain

/// `/api/audit_events`: who did what, the newest first.
enum AuditEndpoint {
    /// Which events are asked for.
    struct Query: QueryFields {
        /// The customer that they are about, which may be gone, as it is written in a path.
        let customer: String?
        /// The same, without the customer and whose it is.
        private let filter: AuditQuery

        init(reading fields: inout FieldReader) {
            customer = fields.take("managed_user_id", .text)
            filter = AuditQuery(
                action: fields.take("action", .line), author: fields.take("actor", .word),
                from: fields.take("from", .momentOrDay), to: fields.take("to", .momentOrEndOfDay),
                before: fields.take("cursor", .digits(1...Int64.max)),
                limit: fields.take("per_page", .digits(1...100)).map { Int($0) } ?? 100)
        }

        /// The query within what is reached.
        func query(of vendor: VendorID?, about customer: CustomerID?) -> AuditQuery {
            var query = filter
            (query.vendorID, query.customer) = (vendor, customer)
            return query
        }
    }

    /// A page of events, and the cursor of the next.
    static func list(_ call: Call, _ query: Query) async throws(APIProblem) -> Answer {
        let customer = try await customer(call, query)
        let (events, next) = try await call.read(call.reach) { store, vendor in
            try store.auditEvents(query.query(of: vendor, about: customer))
        }
        return Answer(
            .object([
                ("result", .array(events.map(\.json))), ("next_cursor", .optional(next.map { String($0) })),
            ]))
    }

    /// A number is taken as it is, because the trail outlives the customer; another partner's events are not reached.
    private static func customer(_ call: Call, _ query: Query) async throws(APIProblem) -> CustomerID? {
        guard let text = query.customer else { return nil }
        switch Reference<CustomerID>(text) {
        case nil: throw .notFound
        case .id(let id): return id
        case .external(let name): return try await call.customer(.external(name)).name
        }
    }
}
