import Domain
import Sessions
import SignIn

/// Asks before a direct sign-in takes over from another person's direct session.
enum SwitchPage {
    static func page(from other: AdmittedSession, to grant: SignInGrant, token: String) -> Page {
        Page(
            title: "Switch account?",
            body: """
                <p>You are signed in here as <b>\(HTML.escape(name(other)))</b>. The link you followed signs you in as
                <b>\(HTML.escape(name(grant)))</b> and ends the session you have.</p>
                <form method="post" action="/direct_link">
                <input type="hidden" name="token" value="\(HTML.escape(token))">
                <input type="hidden" name="path" value="\(HTML.escape(grant.path.description))">
                <button>Switch to \(HTML.escape(name(grant)))</button></form>
                <p class="quiet">To stay as you are, close this tab.</p>
                """,
            Page.Permissions(frameAncestors: "'none'", formAction: "'self'"))
    }

    private static func name(_ session: AdmittedSession) -> String {
        label(person: session.name, customer: session.customer.name)
    }

    private static func name(_ grant: SignInGrant) -> String {
        label(person: grant.name ?? grant.member?.name, customer: grant.customer.name)
    }

    private static func label(person: String?, customer: String) -> String {
        person.map { "\($0) at \(customer)" } ?? customer
    }
}
