import Directory
import Domain

/// The customers' page as its URL asks for it: everything that the page shows is in there, so that it can be shared.
struct CustomersAddress {
    /// Where the page is.
    static let path = "/admin_console/customers"
    /// How many customers a page shows.
    static let pageSize = 25

    /// The parameters, in the order that links have them.
    enum Parameter: String, CaseIterable {
        case search
        case partner
        case plan
        case status
        case app
        case joined
        case joinedFrom = "joined_from"
        case joinedTo = "joined_to"
        case sort
        case order
        case page
    }

    private var values: [Parameter: String] = [:]

    /// Reads a query; empty parameters are as absent ones.
    init(_ query: FormFields) {
        for parameter in Parameter.allCases { values[parameter] = query.value(parameter.rawValue) }
    }

    /// The value of a parameter.
    subscript(parameter: Parameter) -> String? { values[parameter] }

    /// The address with another value for parameters; of the first page, unless one is named.
    func href(_ changes: [Parameter: String?]) -> String {
        var changed = values
        changed[.page] = nil
        for (parameter, value) in changes { changed[parameter] = value }
        let query = Parameter.allCases.compactMap { parameter in
            changed[parameter].map { "\(parameter.rawValue)=\(Self.encode($0))" }
        }
        return query.isEmpty ? Self.path : "\(Self.path)?\(query.joined(separator: "&"))"
    }

    /// The same without these parameters.
    func without(_ names: [String]) -> CustomersAddress {
        var address = self
        address.values = values.filter { !names.contains($0.key.rawValue) }
        return address
    }

    /// The address without any filter, in the same order.
    var withoutFilters: String {
        href(Dictionary(uniqueKeysWithValues: Self.filters.map { ($0, nil) }))
    }

    /// Whether anything is left out of the list.
    var isFiltered: Bool { Self.filters.contains { values[$0] != nil } }

    private static let filters: [Parameter] = [
        .search, .partner, .plan, .status, .app, .joined, .joinedFrom, .joinedTo,
    ]

    private static func encode(_ text: String) -> String {
        PercentEncoding.encode(text) { PercentEncoding.isUnreserved($0) }
    }
}

extension CustomersAddress {
    /// When customers joined, as the filter offers it.
    enum Joined: String, CaseIterable {
        case today
        case sevenDays = "7d"
        case thirtyDays = "30d"
        case ninetyDays = "90d"
        case thisYear = "year"
        case custom

        /// The choice's name.
        var label: String {
            switch self {
            case .today: "Today"
            case .sevenDays: "Last 7 days"
            case .thirtyDays: "Last 30 days"
            case .ninetyDays: "Last 90 days"
            case .thisYear: "This year"
            case .custom: "Custom range"
            }
        }

        /// The first day; nil for a custom range.
        func firstDay(today: CalendarDay) -> CalendarDay? {
            switch self {
            case .today: today
            case .sevenDays: today + -6
            case .thirtyDays: today + -29
            case .ninetyDays: today + -89
            case .thisYear: CalendarDay("\(today.description.prefix(4))-01-01")
            case .custom: nil
            }
        }
    }

    /// The chosen range; nil for none, and for a word that is none.
    var joined: Joined? { values[.joined].flatMap(Joined.init(rawValue:)) }

    /// What the list is ordered by.
    var sort: CustomerQuery.Sort { values[.sort].flatMap(CustomerQuery.Sort.init(rawValue:)) ?? .name }

    /// Whether the order is reversed.
    var isDescending: Bool { values[.order] == "desc" }

    /// The same as the API's list is asked for; what it refuses, the page refuses.
    func object(today: CalendarDay) -> JSONObject {
        var object = JSONObject()
        for parameter in [Parameter.search, .plan, .status, .app, .sort, .order, .page] {
            if let value = values[parameter] { object.append(parameter.rawValue, .string(value)) }
        }
        object.append("per_page", .string("\(Self.pageSize)"))
        if let first = joined?.firstDay(today: today) {
            object.append(Parameter.joinedFrom.rawValue, .string(first.description))
        } else {
            for parameter in [Parameter.joinedFrom, .joinedTo] {
                if let value = values[parameter] { object.append(parameter.rawValue, .string(value)) }
            }
        }
        return object
    }
}
