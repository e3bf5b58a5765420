import Domain

/// Asks before a direct sign-in takes over from another person's direct session.
enum SwitchPage {
    /// What the button sends, and where.
    struct Form {
        let method: String
        let action: String
        let fields: [(name: String, value: String)]
    }

    static func answer(from other: AdmittedSession, to next: String, sending form: Form) -> Answer {
        let fields = form.fields.map { field in
            "<input type=\"hidden\" name=\"\(field.name)\" value=\"\(HTML.escape(field.value))\">"
        }
        let page = Page(
            title: "Switch account?",
            body: """
                <p>You are signed in here as <b>\(HTML.escape(name(other)))</b>. The link you followed signs you in as
                <b>\(HTML.escape(next))</b> and ends the session you have.</p>
                <form method="\(form.method)" action="\(form.action)">
                \(fields.joined(separator: "\n"))
                <button>Switch to \(HTML.escape(next))</button></form>
                <p class="quiet">To stay as you are, close this tab.</p>
                """,
            Page.Permissions(frameAncestors: "'none'", formAction: "'self'"))
        return Answer(200, page: page, fields: [("Cache-Control", "no-store")])
    }

    /// A person and the customer that they are at, or will be.
    static func name(person: String?, customer: Customer) -> String {
        person.map { "\($0) at \(customer.name)" } ?? customer.name
    }

    private static func name(_ session: AdmittedSession) -> String {
        name(person: session.name, customer: session.customer)
    }
}
