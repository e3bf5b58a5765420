import Domain
import OpenSSLCrypto
import Sessions

/// What a form carries as proof that a page of ours showed it: made from a secret that no other site knows.
struct FormToken: Sendable {
    /// The field that carries it.
    static let field = "form_token"

    /// The token as text.
    let text: String

    /// The token of forms shown to whoever has the cookie.
    init(_ cookie: ConsoleCookie) {
        text = Base64URL.encode(SHA256.digest(Array("casement-form.\(cookie.value.reveal())".utf8)))
    }

    /// The token of forms shown within a workspace: of the session, by a key that only this process has. Hashed twice, so
    /// that no token tells another.
    init(session: String, key: [UInt8]) {
        text = Base64URL.encode(SHA256.digest(key + SHA256.digest(key + Array(session.utf8))))
    }

    /// Whether it is the one given. Digests, because comparing them tells nothing by the time it takes.
    func isGiven(in field: String?) -> Bool {
        guard let field else { return false }
        return SHA256.digest(Array(field.utf8)) == SHA256.digest(Array(text.utf8))
    }
}
