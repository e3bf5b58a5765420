import Directory
import Domain

/// What customers did: their connections, their usage, their dashboards.
enum ActivityEndpoints {
    /// Which days a dashboard shows.
    struct DashboardQuery: QueryFields {
        private let from: CalendarDay?
        private let to: CalendarDay?

        init(reading fields: inout FieldReader) {
            from = fields.take("from", .day)
            to = fields.take("to", .day)
        }

        /// The days, both included: the thirty up to today unless said otherwise, and never more than 366.
        func days(today: CalendarDay) throws(APIProblem) -> (first: CalendarDay, last: CalendarDay) {
            let last = to ?? today
            let first = from ?? last + -29
            guard (0...365).contains(last.number - first.number) else {
                throw .fields([FieldFault("from", .refused, "must be at most 365 days before to, and not after it")])
            }
            return (first, last)
        }
    }

    /// A page of a customer's connections.
    static func connections(_ call: Call, _ query: PageQuery) async throws(APIProblem) -> Answer {
        let listing = try await call.read(try await call.customer()) { store, id in
            try store.connections(of: id, page: query.page)
        }
        return .page(listing.records.map(\.json), total: listing.total)
    }

    /// A page of customers with what each used in the last twelve months.
    static func usage(_ call: Call, _ query: PageQuery) async throws(APIProblem) -> Answer {
        let listing = try await call.read(call.reach) { store, vendor in
            try store.usage(of: vendor, page: query.page, now: call.now)
        }
        return .page(listing.records.map(\.json), total: listing.total)
    }

    /// What a customer has, and what it used day by day.
    static func dashboard(_ call: Call, _ query: DashboardQuery) async throws(APIProblem) -> Answer {
        let (first, last) = try query.days(today: CalendarDay(call.now))
        let dashboard = try await call.read(try await call.customer()) { store, id in
            try store.dashboard(of: id, from: first, to: last)
        }
        return Answer(dashboard.json(from: first, to: last))
    }
}
