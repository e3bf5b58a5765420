/// Where a family of pages begins, and where what they load is.
enum ConsoleHome: Sendable {
    /// The console, at the admin listener.
    case console
    /// The workspace's own pages, which the gateway relays.
    case workspace

    /// The folder of the style sheet, the script and the icon.
    var assets: String {
        switch self {
        case .console: "/admin_console"
        case .workspace: "/casement/workspace"
        }
    }

    /// Where a page that shows a problem leads.
    var href: String {
        switch self {
        case .console: "/admin_console/customers"
        case .workspace: "/"
        }
    }

    /// What the link says.
    var label: String {
        switch self {
        case .console: "Go to the console"
        case .workspace: "Open the workspace"
        }
    }
}
