import Domain
import OpenSSLCrypto
import Sessions

/// The names of the console's cookies, and how they are set and cleared. A link from elsewhere carries them, so that what
/// one sees can be shared; a form or a script from elsewhere does not.
struct ConsoleCookieNames: Sendable {
    /// Names a session of somebody who signed in.
    let session: String
    /// Names a form that was shown before anybody signed in.
    let form: String

    private let attributes: String

    /// `__Host-` and `Secure` where browsers come by TLS; http is for loopback only and does without, since not every
    /// browser keeps such cookies there.
    init(adminURL: String) {
        let isSecure = adminURL.hasPrefix("https:")
        let prefix = isSecure ? "__Host-" : ""
        attributes = "Path=/; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
        session = prefix + "casement-console"
        form = prefix + "casement-console-form"
    }

    /// The value of a Set-Cookie that lasts until the browser closes.
    func set(_ name: String, to cookie: ConsoleCookie) -> String {
        "\(name)=\(cookie.value.reveal()); \(attributes)"
    }

    /// The value of a Set-Cookie that takes it back.
    func clear(_ name: String) -> String {
        "\(name)=; \(attributes); Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"
    }
}

/// The console's cookies that a request carries; one that is there twice, or cannot be ours, is not there.
struct PresentedConsoleCookies: Sendable {
    /// Names a session, if that still lives.
    let session: ConsoleCookie?
    /// Names a form that was shown.
    let form: ConsoleCookie?

    init(_ field: String?, _ names: ConsoleCookieNames) {
        let pairs = (field ?? "").split(separator: ";").map { pair in
            let name = pair.prefix { $0 != "=" }
            return (name: name.trimmingSpace(), value: pair.dropFirst(name.count + 1).trimmingSpace())
        }
        func one(_ name: String) -> ConsoleCookie? {
            let found = pairs.filter { $0.name == name }
            return found.count == 1 ? ConsoleCookie(found[0].value) : nil
        }
        session = one(names.session)
        form = one(names.form)
    }
}
