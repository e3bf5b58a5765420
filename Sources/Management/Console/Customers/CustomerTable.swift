import Directory
import Domain

/// The customers' table as the page shows it.
struct CustomerTable {
    private let address: CustomersAddress
    private let listing: Listing<CustomerRecord>
    private let page: Int
    private let now: UnixTime

    init(_ address: CustomersAddress, _ listing: Listing<CustomerRecord>, page: Int, at now: UnixTime) {
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
            "total": listing.total, "total_text": Words.count(listing.total, "customer"),
            "pagination": pages.values, "is_filtered": address.isFiltered,
            "clear_href": address.withoutFilters,
        ]
    }

    private var columns: [ConsoleTemplates.Values] {
        [
            (CustomerQuery.Sort.name, "Customer"), (.joined, "Joined"), (.tasks, "Tasks used in billing period"),
            (.connections, "Connections"),
        ].map { sort, label in
            let isSorted = address.sort == sort
            let isReversed = isSorted && address.isDescending
            return [
                "label": label, "key": sort.rawValue, "is_sorted": isSorted, "is_ascending": isSorted && !isReversed,
                "is_descending": isReversed,
                "aria_sort": isSorted ? (isReversed ? "descending" : "ascending") : "none",
                "href": address.href([.sort: sort.rawValue, .order: isSorted && !isReversed ? "desc" : nil]),
            ]
        }
    }

    private func row(_ record: CustomerRecord) -> ConsoleTemplates.Values {
        let customer = record.customer
        let search = address[.search]
        return [
            "href": "\(CustomersAddress.path)/\(customer.id)/dashboard", "id": customer.id.description,
            "name_parts": SearchHits.parts(of: customer.name, search),
            "external_id_parts": customer.externalID.map { SearchHits.parts(of: $0.rawValue, search) },
            "avatar": Letter(customer.name).values, "plan": record.plan.name,
            "status": customer.status.values, "joined": Moment(record.createdAt, now).values,
            "tasks": Gauge(record.counts.tasks(at: now), of: record.taskLimit).values,
            "connections": Gauge(record.counts.connections, of: record.plan.connectionLimit).values,
            "apps": record.counts.topApps.map { Letter($0).values },
            "partner": address[.partner] == nil ? customer.vendorID.rawValue : nil,
        ]
    }
}

extension Customer.Status {
    /// As a badge: a word for people, and a tone.
    var values: ConsoleTemplates.Values { ["label": label, "key": rawValue] }

    /// The word for people.
    var label: String {
        switch self {
        case .active: "Active"
        case .inTrial: "In trial"
        case .expiredSubscription: "Expired subscription"
        }
    }
}
