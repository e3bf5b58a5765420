import HTTPTypes

/// What every answer of the console says to the browser.
enum ConsoleHeaders {
    /// Nothing from elsewhere, nothing inline, in no frame. Forms lead here and, to enter a customer's workspace, to the
    /// gateway, since browsers hold redirects against `form-action`, too.
    static func policy(formActions: String) -> String {
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
            + "form-action \(formActions); frame-ancestors 'none'"
    }

    /// Adds them.
    static func add(to answer: inout Answer, _ parts: ManagementParts) {
        answer.fields[.contentSecurityPolicy] = policy(formActions: "'self' \(parts.gatewayURL)")
        answer.fields[frameOptions] = "DENY"
        answer.fields[referrerPolicy] = "same-origin"
        answer.fields[openerPolicy] = "same-origin"
    }

    // Never nil: these are tokens.
    private static let frameOptions = HTTPField.Name("X-Frame-Options") ?? .via
    private static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .via
    private static let openerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy") ?? .via
}
