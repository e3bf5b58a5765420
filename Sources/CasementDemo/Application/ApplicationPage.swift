/// What every page of the application shows: its place in the navigation, and who is signed in.
struct ApplicationPage {
    /// The page's name.
    let title: String
    /// Who is signed in; nil when the application is reached without the gateway.
    let user: SignedIn?
    /// What to call the user.
    let greeting: String
    /// Two letters for the round badge.
    let initials: String
    /// The navigation, with the current page marked.
    let links: [NavigationLink]
    /// The facts of the session, named as people name them.
    let facts: [Fact]
    /// The workspace's notes, newest first; empty but on the settings page.
    let notes: [WorkspaceNote]
    /// Whether a note was just saved.
    let saved: Bool

    /// A page at this path, for this user.
    init(_ title: String, at path: String, for user: SignedIn?, notes: [WorkspaceNote] = [], saved: Bool = false) {
        self.title = title
        self.user = user
        greeting = user?.callName ?? "there"
        initials = Self.initials(of: greeting)
        links = NavigationLink.all(current: path)
        facts = user.map(Fact.all) ?? []
        self.notes = notes
        self.saved = saved
    }

    private static func initials(of name: String) -> String {
        name.split(separator: " ").prefix(2).compactMap(\.first).map(String.init).joined().uppercased()
    }
}

extension SignedIn {
    /// The name, or else the email address, or else the role.
    var callName: String { name ?? email ?? role ?? "owner" }
}

/// One entry of the navigation.
struct NavigationLink {
    /// Where it leads.
    let path: String
    /// What it says.
    let title: String
    /// Whether it is the page shown.
    let isCurrent: Bool

    /// The application's pages in order.
    static func all(current: String) -> [NavigationLink] {
        [
            ("/", "Overview"), ("/recipes", "Recipes"), ("/connections", "Connections"), ("/settings", "Settings"),
            ("/policy", "Policy"),
        ]
        .map { NavigationLink(path: $0.0, title: $0.1, isCurrent: $0.0 == current) }
    }
}

/// One fact about the session, with the request header that carried it.
struct Fact {
    /// What people call it.
    let label: String
    /// The header it came in.
    let header: String
    /// Its value; nil when the gateway sent none.
    let value: String?

    /// Every fact, sent or not.
    static func all(of user: SignedIn) -> [Fact] {
        [
            Fact(label: "Partner", header: "X-Casement-Partner", value: user.partner),
            Fact(label: "Customer", header: "X-Casement-Customer", value: user.customer),
            Fact(label: "External id", header: "X-Casement-Customer-External-Id", value: user.externalID),
            Fact(label: "Member", header: "X-Casement-Member", value: user.member),
            Fact(label: "Role", header: "X-Casement-Role", value: user.role),
            Fact(label: "Name", header: "X-Casement-Name", value: user.name),
            Fact(label: "Email", header: "X-Casement-Email", value: user.email),
            Fact(label: "Pinned origin", header: "X-Casement-Origin", value: user.origin),
            Fact(label: "Session", header: "X-Casement-Session", value: user.session),
        ]
    }
}
