import Directory
import Domain

/// The customers' table as the page shows it.
struct CustomerTable {
    private let address: CustomersAddress
    private let listing: Listing<CustomerRecord>
    private let page: Int
    private let now: UnixTime
    private let showsPartner: Bool

    init(
        _ address: CustomersAddress, _ listing: Listing<CustomerRecord>, page: Int, showsPartner: Bool, at now: UnixTime
    ) {
        self.showsPartner = showsPartner
        self.address = address
        self.listing = listing
        self.page = page
        self.now = now
    }

    /// Headers, rows and pages.
    var values: ConsoleTemplates.Values {
        let pages = Pagination(page: page, size: CustomersAddress.pageSize, total: listing.total) { number in
            address.href([.page: number == 1 ? nil : "\(number)"])
        }
        return [
            "columns": columns, "rows": listing.records.map(row), "has_rows": !listing.records.isEmpty,
            "count_label": Words.count(listing.total, "customer"), "clear_href": address.withoutFilters,
            "is_first_use": listing.total == 0 && !address.isFiltered,
            "nothing_matches": listing.total == 0 && address.isFiltered,
        ].merging(pages.values) { $1 }
    }

    private var columns: [ConsoleTemplates.Values] {
        [
            (CustomerQuery.Sort.name, "Customer"), (.joined, "Joined"), (.tasks, "Tasks used in billing period"),
            (.connections, "Connections"),
        ].map { sort, label in
            let isSorted = address.sort == sort
            let isReversed = isSorted && address.isDescending
            return [
                "label": label, "aria_sort": isSorted ? (isReversed ? "descending" : "ascending") : nil,
                "sort_label": isSorted && !isReversed ? "sort descending" : "sort ascending",
                "href": address.href([.sort: sort.rawValue, .order: isSorted && !isReversed ? "desc" : nil]),
            ]
        }
    }

    private func row(_ record: CustomerRecord) -> ConsoleTemplates.Values {
        let customer = record.customer
        let search = address[.search]
        return [
            "href": CustomerTab.dashboard.href(customer.id),
            "name_parts": SearchHits.parts(of: customer.name, search),
            "external_id": customer.externalID?.rawValue,
            "external_id_parts": customer.externalID.map { SearchHits.parts(of: $0.rawValue, search) },
            "plan_name": record.plan.name, "status_tone": customer.status.tone, "status_label": customer.status.label,
            "joined_iso": record.createdAt.iso8601, "joined_label": Moment(record.createdAt, now).day,
            "tasks": Gauge(record.counts.tasks(at: now), of: record.taskLimit).values,
            "connections": Gauge(record.counts.connections, of: record.plan.connectionLimit).values,
            "has_apps": !record.counts.topApps.isEmpty, "apps": record.counts.topApps.map { Letter($0).values },
            "partner_name": showsPartner ? customer.vendorID.rawValue : nil,
        ].merging(Letter(customer.name).values) { first, _ in first }
    }
}

extension Customer.Status {
    /// The badge's tone.
    var tone: String {
        switch self {
        case .active: "good"
        case .inTrial: "info"
        case .expiredSubscription: "warn"
        }
    }

    /// The word for people.
    var label: String {
        switch self {
        case .active: "Active"
        case .inTrial: "In trial"
        case .expiredSubscription: "Expired subscription"
        }
    }
}
