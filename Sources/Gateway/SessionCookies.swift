import Domain
import HTTPWire
import Sessions

/// The names of Casement's cookies under one public URL, and how they are set and cleared.
struct CookieNames: Sendable {
    let embedded: String
    let direct: String

    private static let plain = ["casement", "casement-direct", "casement-console"].map { Array($0.utf8) }
    private static let hostPrefix = Array("__host-".utf8)
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

    func context(of name: CookiePair.Bytes) -> SessionContext? {
        name.elementsEqual(embedded.utf8) ? .embedded : name.elementsEqual(direct.utf8) ? .direct : nil
    }

    /// Whether a name that is neither of these is one of them in other letters.
    func differsInCaseOnly(_ name: CookiePair.Bytes) -> Bool {
        let folded = String(decoding: name, as: UTF8.self).lowercased()
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
    static func isOurs(_ name: some Collection<UInt8>) -> Bool {
        guard lengths.contains(name.count) else { return false }
        let rest = name.dropFirst(name.prefix(7).elementsEqual(hostPrefix, by: areSameLetters) ? 7 : 0)
        return plain.contains { rest.elementsEqual($0, by: areSameLetters) }
    }

    /// Whether a byte is this lower-case one, in either case.
    private static func areSameLetters(_ byte: UInt8, _ lower: UInt8) -> Bool {
        byte == lower || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) && byte | 0x20 == lower
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
    private let section: FieldSection
    private let cookieNames: CookieNames
    private var first: PresentedCookie?
    private var count = 0
    private var isSpeltOddly = false

    init(_ head: RequestHead, _ cookieNames: CookieNames) {
        section = head.section
        self.cookieNames = cookieNames
        forEachPair { pair, isInsideQuotes in
            guard CookieNames.isOurs(pair.name) else { return }
            if isInsideQuotes || pair.hasBlankName { isSpeltOddly = true }
            take(pair)
        }
    }

    /// Two of ours, or one that two servers may read differently.
    var areAmbiguous: Bool { count > 1 || isSpeltOddly }

    /// The one cookie of ours, or nil; ambiguous ones are a refusal.
    func one() throws(Refusal) -> PresentedCookie? {
        guard !areAmbiguous else { throw Refusal(.requestAmbiguous) }
        return first
    }

    /// The names of ours that were seen, as they were spelt.
    var names: [String] {
        var names: [String] = []
        forEachPair { pair, _ in
            guard CookieNames.isOurs(pair.name) else { return }
            if cookieNames.context(of: pair.name) != nil || cookieNames.differsInCaseOnly(pair.name) {
                names.append(String(decoding: pair.name, as: UTF8.self))
            }
        }
        return names
    }

    /// Names of the other cookies, at most 64 of them.
    var others: [String] {
        var others: [String] = []
        forEachPair { pair, _ in
            guard others.count < 64, !pair.name.isEmpty, !CookieNames.isOurs(pair.name) else { return }
            others.append(String(decoding: pair.name, as: UTF8.self))
        }
        return others
    }

    private mutating func take(_ pair: CookiePair) {
        if let context = cookieNames.context(of: pair.name) {
            first =
                first
                ?? PresentedCookie(
                    context: context, cookie: SessionCookie(UnsafeRawBufferPointer(rebasing: pair.value)))
            count += 1
        } else if cookieNames.differsInCaseOnly(pair.name) {
            isSpeltOddly = true
        }
    }

    /// Every pair, and whether a quoted string that began before it may still go on there.
    private func forEachPair(_ body: (CookiePair, _ isInsideQuotes: Bool) -> Void) {
        guard let field = section.first(.cookie) else { return }
        section.withBytes(field.valueRange) { value in
            var isInsideQuotes = false
            CookiePair.forEach(in: value) { pair in
                body(pair, isInsideQuotes)
                isInsideQuotes = isInsideQuotes ? !pair.closesQuotes : pair.opensQuotes
            }
        }
    }
}

/// One `name=value` of a Cookie field, taken apart byte by byte, with the blanks that some servers trim.
struct CookiePair {
    typealias Bytes = Slice<UnsafeRawBufferPointer>

    /// All of it, without the blanks before it.
    let written: Bytes
    let name: Bytes
    let value: Bytes
    /// A blank stands between name and `=`.
    let hasBlankName: Bool

    /// Calls `body` with each pair of a field's value that is not empty.
    static func forEach(in value: UnsafeRawBufferPointer, _ body: (CookiePair) -> Void) {
        var start = value.startIndex
        while start < value.endIndex {
            let end = value[start...].firstIndex(of: UInt8(ascii: ";")) ?? value.endIndex
            if end > start { body(CookiePair(value[start..<end])) }
            start = end + 1
        }
    }

    /// The bytes are lent: a pair lives no longer than they.
    init(_ pair: Bytes) {
        written = pair.drop(while: ASCII.isBlank)
        let untilEqual = written.prefix { $0 != UInt8(ascii: "=") }
        name = Self.trimmed(untilEqual)
        hasBlankName = name.endIndex != untilEqual.endIndex
        value = Self.trimmed(written.dropFirst(untilEqual.count + 1))
    }

    /// The name up to its first blank: what a server that stops there takes it for.
    var firstWord: Bytes { name.prefix { !ASCII.isBlank($0) } }

    /// A quoted string begins in the value and does not end there.
    var opensQuotes: Bool {
        let value = value.drop(while: ASCII.isBlank)
        return Self.isQuote(value.first) && (value.count == 1 || !Self.isQuote(value.last))
    }
    /// A quoted string that began in an earlier pair ends here.
    var closesQuotes: Bool { Self.isQuote(value.last) }

    private static func isQuote(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: "\"") }

    private static func trimmed(_ text: Bytes) -> Bytes {
        var text = text
        while let last = text.last, ASCII.isBlank(last) { text.removeLast() }
        return text
    }
}
