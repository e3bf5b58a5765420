import Domain
import HTTPWire
import Sessions

/// The names of Casement's cookies under one public URL, and how they are set and cleared.
struct CookieNames: Sendable {
    let embedded: String
    let direct: String

    private static let plain = ["casement", "casement-direct", "casement-console"]
    private static let lengths = 8...23

    /// `__Host-` where browsers come by TLS; http is for loopback only and does without.
    init(_ publicURL: PublicURL) {
        let prefix = publicURL.isSecure ? "__Host-" : ""
        embedded = prefix + "casement"
        direct = prefix + "casement-direct"
    }

    func name(_ context: SessionContext) -> String {
        switch context {
        case .embedded: embedded
        case .direct: direct
        }
    }

    func context(of name: String) -> SessionContext? {
        name == embedded ? .embedded : name == direct ? .direct : nil
    }

    func differsInCaseOnly(_ name: String) -> Bool {
        let folded = name.lowercased()
        return folded == embedded.lowercased() || folded == direct.lowercased()
    }

    /// The value of a Set-Cookie that hands a session to the browser until it closes.
    func set(_ context: SessionContext, to value: String) -> String {
        "\(name(context))=\(value); \(Self.attributes(context))"
    }

    /// The value of a Set-Cookie that takes it back: the very attributes it was set with.
    func clear(_ context: SessionContext) -> String { Self.expire(name(context), Self.attributes(context)) }

    /// Clears a name however it was set: once with and once without `Partitioned`.
    static func clearEveryWay(_ name: String) -> [String] {
        [expire(name, attributes(.embedded)), expire(name, "Path=/; Secure; HttpOnly; SameSite=None")]
    }

    /// Whether a name is one of ours in any spelling that some server may take for it.
    static func isOurs(_ name: some StringProtocol) -> Bool {
        guard lengths.contains(name.utf8.count) else { return false }
        var folded = name.lowercased()[...]
        if folded.hasPrefix("__host-") { folded = folded.dropFirst(7) }
        return plain.contains { folded == $0 }
    }

    private static func attributes(_ context: SessionContext) -> String {
        switch context {
        case .embedded: "Path=/; Secure; HttpOnly; SameSite=None; Partitioned"
        case .direct: "Path=/; Secure; HttpOnly; SameSite=Lax"
        }
    }

    private static func expire(_ name: String, _ attributes: String) -> String {
        "\(name)=; \(attributes); Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"
    }
}

/// The session cookie that a request carries, if exactly one.
struct PresentedCookie: Sendable {
    let context: SessionContext
    /// Nil when the value cannot be one of ours: it names no live session.
    let cookie: SessionCookie?
}

/// Finds ours among a request's cookies (RFC 6265 5.4).
struct SessionCookies {
    /// The names of ours that were seen, as they were spelt.
    private(set) var names: [String] = []
    /// Names of the other cookies, at most 64 of them.
    private(set) var others: [String] = []
    private var presented: [PresentedCookie] = []
    private var isSpeltOddly = false

    init(_ head: RequestHead, _ cookieNames: CookieNames) {
        guard let field = head.section.first(.cookie) else { return }
        var insideQuotes = false
        for pair in head.section.text(field.valueRange).utf8.split(separator: UInt8(ascii: ";")) {
            let pair = CookiePair(Substring(pair))
            if CookieNames.isOurs(pair.name) {
                isSpeltOddly = isSpeltOddly || insideQuotes || pair.hasBlankName
                take(pair, cookieNames)
            } else if others.count < 64 {
                others.append(String(pair.name))
            }
            if pair.opensQuotes { insideQuotes = true }
            if pair.closesQuotes { insideQuotes = false }
        }
    }

    /// Two of ours, or one that two servers may read differently.
    var areAmbiguous: Bool { presented.count > 1 || isSpeltOddly }

    /// The one cookie of ours, or nil; ambiguous ones are a refusal.
    func one() throws(Refusal) -> PresentedCookie? {
        guard !areAmbiguous else { throw Refusal(.requestAmbiguous) }
        return presented.first
    }

    private mutating func take(_ pair: CookiePair, _ cookieNames: CookieNames) {
        let name = String(pair.name)
        if let context = cookieNames.context(of: name) {
            presented.append(PresentedCookie(context: context, cookie: SessionCookie(String(pair.value))))
        } else if cookieNames.differsInCaseOnly(name) {
            isSpeltOddly = true
        } else {
            return
        }
        names.append(name)
    }
}

/// One `name=value` of a Cookie field, taken apart byte by byte, with the blanks that some servers trim.
struct CookiePair {
    let name: Substring
    let value: Substring
    /// A blank stands between name and `=`.
    let hasBlankName: Bool

    init(_ pair: Substring) {
        let pair = pair.utf8.drop(while: ASCII.isBlank)
        let written = pair.prefix { $0 != UInt8(ascii: "=") }
        name = Self.trimmed(written)
        hasBlankName = name.endIndex != written.endIndex
        value = Self.trimmed(pair.dropFirst(written.count + 1))
    }

    var opensQuotes: Bool {
        Self.isQuote(value.utf8.first) && (value.utf8.count == 1 || !Self.isQuote(value.utf8.last))
    }
    var closesQuotes: Bool {
        Self.isQuote(value.utf8.last) && (value.utf8.count == 1 || !Self.isQuote(value.utf8.first))
    }

    private static func isQuote(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: "\"") }

    private static func trimmed(_ text: Substring.UTF8View) -> Substring {
        var text = text
        while let last = text.last, ASCII.isBlank(last) { text.removeLast() }
        return Substring(text)
    }
}
