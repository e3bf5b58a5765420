import Directory
import Domain

/// The console's main navigation: what somebody of this role can reach, and where they are.
struct ConsoleNavigation {
    private let call: ConsoleCall

    init(_ call: ConsoleCall) { self.call = call }

    /// As the layout shows it.
    var values: [ConsoleTemplates.Values] {
        places.map { place in
            [
                "label": place.label, "href": place.href, "icon": place.icon,
                "is_current": call.request.path.hasPrefix(place.section),
            ]
        }
    }

    private var places: [Place] {
        let customers = Place("Customers", "customers", "/admin_console/customers")
        let user = call.visitor.user
        switch user.role {
        case .operator:
            return [
                customers, Place("Partners", "partners", "/admin_console/partners"),
                Place("Plans", "plans", "/admin_console/plans"),
                Place("Operators", "operators", "/admin_console/operators"),
                Place("Health", "health", "/admin_console/health"),
            ]
        case .admin:
            let own = "/admin_console/partners/\(user.vendorID?.rawValue ?? "")"
            return [
                Place("Dashboard", "dashboard", own + "/dashboard"), customers,
                Place("Settings", "partner", own + "/settings"),
                Place("Keys", "keys", own + "/keys"), Place("API tokens", "tokens", own + "/api_tokens"),
                Place("Team", "team", own + "/team"),
            ]
        case .customerManager: return [customers]
        }
    }

    private struct Place {
        let label: String
        let icon: String
        let href: String

        init(_ label: String, _ icon: String, _ href: String) {
            self.label = label
            self.icon = icon
            self.href = href
        }

        /// Where paths begin that belong to it.
        var section: String { href }
    }
}

extension TeamUserRecord.Role {
    /// What it lets somebody do, for people.
    var reach: String {
        switch self {
        case .operator: "Every partner, plans and operators."
        case .admin: "Everything of the partner: customers, settings, keys, API tokens and the team."
        case .customerManager: "The partner's customers, and their accounts. Deletes none and changes no settings."
        }
    }

    /// The role's name for people.
    var label: String {
        switch self {
        case .operator: "Operator"
        case .admin: "Admin"
        case .customerManager: "Customer manager"
        }
    }
}
