import Domain

/// The value of the console's cookie: 43 base64url characters of 256 random bits.
public struct ConsoleCookie: Hashable, Sendable {
    private let random: HashedRandom

    /// A new value that nobody can guess.
    public static func generate() -> ConsoleCookie { ConsoleCookie(random: .generate()) }

    /// Reads a cookie's value; nil for anything but the canonical spelling.
    public init?(_ text: some StringProtocol) {
        guard let random = HashedRandom(text) else { return nil }
        self.random = random
    }

    private init(random: HashedRandom) { self.random = random }

    /// The text for `Set-Cookie`.
    public var value: Secret<String> { random.value }
    /// Base64url of the SHA-256 of the random bits: all that Redis ever sees.
    var hash: String { random.hash }
}
