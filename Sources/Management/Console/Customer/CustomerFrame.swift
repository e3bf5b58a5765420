import Directory
import Domain
import HTTPTypes

/// The tabs of a customer's page.
enum CustomerTab: String, CaseIterable {
    case dashboard
    case collaborators
    case sessions
    case activity
    case settings

    /// Where the tab of that customer is.
    func href(_ customer: CustomerID) -> String { "\(CustomersAddress.path)/\(customer)/\(rawValue)" }
}

extension ConsoleCall {
    /// A page about a customer: its name, its tabs, the button that leads into its workspace, and what the page shows.
    func customerPage(
        _ template: String, _ tab: CustomerTab, _ customer: ReachedCustomer, _ values: ConsoleTemplates.Values,
        status: HTTPResponse.Status = .ok
    ) throws(APIProblem) -> Answer {
        let record = customer.record
        let frame: ConsoleTemplates.Values = [
            "customer": record.frameValues(at: now),
            "base_href": "\(CustomersAddress.path)/\(record.customer.id)",
            "tabs": CustomerTab.allCases.map { other -> ConsoleTemplates.Values in
                [
                    "label": other.rawValue.capitalized(), "href": other.href(record.customer.id),
                    "is_current": other == tab,
                ]
            },
            "can_switch": !isOperator,
            "switch_href": "\(CustomersAddress.path)/\(record.customer.id)/switch",
        ]
        return try page(
            template, title: "\(record.customer.name) · \(tab.rawValue.capitalized())",
            frame.merging(values) { $1 }, status: status)
    }
}

extension CustomerRecord {
    /// What every page about it shows.
    fileprivate func frameValues(at now: UnixTime) -> ConsoleTemplates.Values {
        [
            "id": customer.id.description, "name": customer.name, "external_id": customer.externalID?.rawValue,
            "plan": plan.name, "status_label": customer.status.label, "status_tone": customer.status.tone,
            "partner": customer.vendorID.rawValue,
            "avatar": Letter(customer.name).values, "joined": Moment(createdAt, now).values,
            "trial_ends": trialEndsAt.map { Moment($0, now).values },
        ]
    }
}

extension String {
    /// With its first letter as a capital.
    func capitalized() -> String { prefix(1).uppercased() + dropFirst() }
}
