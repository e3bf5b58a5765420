import Foundation

/// An app that customers connect to, the most usual first.
enum DemoApp: String, CaseIterable, Sendable {
    case salesforce, slack, netsuite, jira, hubspot, zendesk, workday, shopify, github, stripe, snowflake, servicenow
    case quickbooks, asana, marketo, zoom, box, docusign, bamboohr, googleSheets = "google_sheets"

    /// The name people read.
    var name: String {
        switch self {
        case .netsuite: "NetSuite"
        case .hubspot: "HubSpot"
        case .github: "GitHub"
        case .servicenow: "ServiceNow"
        case .quickbooks: "QuickBooks"
        case .docusign: "DocuSign"
        case .bamboohr: "BambooHR"
        case .googleSheets: "Google Sheets"
        case .salesforce, .slack, .jira, .zendesk, .workday, .shopify, .stripe, .snowflake, .asana, .marketo, .zoom,
            .box:
            rawValue.capitalized
        }
    }

    /// What it keeps, one of it.
    var record: String {
        switch self {
        case .salesforce, .hubspot: "deal"
        case .slack, .zoom: "request"
        case .netsuite, .quickbooks, .stripe: "invoice"
        case .jira, .github: "issue"
        case .zendesk, .servicenow: "ticket"
        case .workday, .bamboohr: "review"
        case .shopify: "order"
        case .snowflake, .googleSheets: "report"
        case .asana: "task"
        case .marketo: "campaign"
        case .box, .docusign: "contract"
        }
    }

    /// So many different ones; those at the head of the list come up the most.
    static func some(_ count: Int, using random: inout SeededRandom) -> [DemoApp] {
        var left = allCases
        return (0..<min(count, left.count)).map { _ in
            let draw = random.double(0...1)
            return left.remove(at: Int(draw * draw * Double(left.count - 1)))
        }
    }
}
