import Directory
import Domain

/// The filters above the customers' table: what can be chosen, what is, and how to take each back.
struct CustomerFilters {
    private let address: CustomersAddress
    private let plans: [Plan]
    private let apps: [String]
    private let partners: [PartnerName]

    init(_ address: CustomersAddress, plans: [Plan], apps: [String], partners: [PartnerName]) {
        self.address = address
        self.plans = plans
        self.apps = apps
        self.partners = partners
    }

    /// The controls, and a chip for each filter that is on.
    var values: ConsoleTemplates.Values {
        [
            "search": address[.search], "sort": address[.sort], "order": address[.order],
            "joined_from": address[.joinedFrom], "joined_to": address[.joinedTo],
            "plan_options": options(.plan, "All plans", plans.map { ("\($0.id)", $0.name) }),
            "status_options": options(.status, "Any status", Customer.Status.allCases.map { ($0.rawValue, $0.label) }),
            "app_options": options(.app, "All apps", apps.map { ($0, $0) }),
            "joined_options": options(
                .joined, "Any time", CustomersAddress.Joined.allCases.map { ($0.rawValue, $0.label) }),
            "partner_filter": partners.isEmpty
                ? nil
                : ["options": options(.partner, "All partners", partners.map { ($0.vendorID.rawValue, $0.name) })]
                    as ConsoleTemplates.Values,
            "chips": chips, "has_chips": !chips.isEmpty,
        ]
    }

    private func options(
        _ parameter: CustomersAddress.Parameter, _ none: String, _ choices: [(value: String, label: String)]
    ) -> [ConsoleTemplates.Values] {
        ([(value: "", label: none)] + choices).map { choice in
            ["value": choice.value, "label": choice.label, "is_selected": (address[parameter] ?? "") == choice.value]
        }
    }

    private var chips: [ConsoleTemplates.Values] {
        let plan = address[.plan].map { id in plans.first { "\($0.id)" == id }?.name ?? id }
        let status = address[.status].map { Customer.Status(rawValue: $0)?.label ?? $0 }
        let partner = address[.partner].map { id in partners.first { $0.vendorID.rawValue == id }?.name ?? id }
        let texts: [(CustomersAddress.Parameter, String, String?)] = [
            (.search, "Search", address[.search]), (.partner, "Partner", partner), (.plan, "Plan", plan),
            (.status, "Status", status), (.app, "App", address[.app]),
        ]
        return texts.compactMap { parameter, label, text in
            text.map { ["label": "\(label): \($0)", "href": address.href([parameter: nil])] }
        } + joinedChip
    }

    private var joinedChip: [ConsoleTemplates.Values] {
        let range = [address[.joinedFrom].map { "from \($0)" }, address[.joinedTo].map { "to \($0)" }]
            .compactMap { $0 }.joined(separator: " ")
        let text: String
        switch address.joined {
        case .custom?, nil: text = range
        case .today?, .sevenDays?, .thirtyDays?, .ninetyDays?, .thisYear?: text = address.joined?.label ?? ""
        }
        guard !text.isEmpty else { return [] }
        let href = address.href([.joined: nil, .joinedFrom: nil, .joinedTo: nil])
        return [["label": "Joined: \(text)", "href": href]]
    }
}
