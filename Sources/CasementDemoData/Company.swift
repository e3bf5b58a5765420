import Foundation

/// A customer's name, and what follows from it.
struct Company: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The name people read.
    let name: String

    /// The company of that name.
    init(stringLiteral name: String) { self.name = name }

    /// `BS`, of Blue Sky.
    var initials: String {
        String(name.split(separator: " ").compactMap { Self.plain($0).first }.prefix(2)).uppercased()
    }

    /// `bluesky.example`
    var domain: String { Self.plain(name) + ".example" }

    /// A name's letters as an address has them: `Åkesson` becomes `akesson`.
    static func plain(_ name: some StringProtocol) -> String {
        name.lowercased().replacing("ø", with: "o").folding(options: .diacriticInsensitive, locale: nil)
            .filter { $0.isASCII && $0.isLetter }
    }
}
