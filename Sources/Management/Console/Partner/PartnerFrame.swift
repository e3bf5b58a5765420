import Directory
import Domain
import HTTPTypes

/// The tabs of a partner's pages.
enum PartnerTab: String, CaseIterable {
    case dashboard
    case settings
    case keys
    case apiTokens = "api_tokens"
    case team

    /// Where the tab of that partner is.
    func href(_ partner: VendorID) -> String { "/admin_console/partners/\(partner)/\(rawValue)" }

    /// The tab's name.
    var label: String {
        switch self {
        case .dashboard: "Dashboard"
        case .settings: "Settings"
        case .keys: "Keys"
        case .apiTokens: "API tokens"
        case .team: "Team"
        }
    }
}

extension ConsoleCall {
    /// A page about the partner of the path: its name, its tabs, and what the page shows.
    func partnerPage(
        _ template: String, _ tab: PartnerTab, _ record: PartnerRecord, _ values: ConsoleTemplates.Values,
        status: HTTPResponse.Status = .ok
    ) throws(APIProblem) -> Answer {
        let partner = record.partner
        let frame: ConsoleTemplates.Values = [
            "partner": [
                "name": partner.name, "vendor_id": partner.vendorID.rawValue, "avatar": Letter(partner.name).values,
            ] as ConsoleTemplates.Values,
            "tab_label": tab.label, "base_href": "/admin_console/partners/\(partner.vendorID)",
            "tabs": PartnerTab.allCases.map { other -> ConsoleTemplates.Values in
                ["label": other.label, "href": other.href(partner.vendorID), "is_current": other == tab]
            },
        ]
        return try page(
            template, title: "\(partner.name) · \(tab.label)", frame.merging(values) { $1 }, status: status)
    }

    /// The partner as it is kept.
    func partnerRecord() async throws(APIProblem) -> PartnerRecord {
        try await read(try reach.partner()) { store, vendor in try store.partner(vendor) }
    }
}
