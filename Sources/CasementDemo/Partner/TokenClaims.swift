import Foundation

/// The claims that Casement asks of a partner's token.
struct TokenClaims: Encodable, Sendable {
    /// Whom it signs in or out: `<vendor>:E<customer>` or `<vendor>:E<customer>:E<member>`.
    let sub: String
    /// Never the same twice.
    let jti = UUID().uuidString
    /// When it was made, in seconds of Unix time.
    let iat: Int
    /// The origin of the page that will frame the application.
    var origin: String?
    /// The user's name, for the application.
    var name: String?
    /// The user's email address, for the application.
    var email: String?
    /// `sign_out`, or nil on a direct link.
    var purpose: String?

    /// Claims about this account, made now.
    init(vendor: String, account: Account, now: Date) {
        let segments = [account.customer, account.member].compactMap { $0 }
        sub = ([vendor] + segments.map { "E" + FormText.percentEncoded($0) }).joined(separator: ":")
        iat = Int(now.timeIntervalSince1970)
    }

    private enum CodingKeys: CodingKey {
        case sub, jti, iat, origin, name, email, purpose
    }
}
