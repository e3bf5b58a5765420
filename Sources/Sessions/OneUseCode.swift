import Domain

/// What opens one thing once: a ticket to a workspace, or an invitation.
public struct OneUseCode: Hashable, Sendable {
    private let random: HashedRandom

    /// New bits that nobody can guess.
    public static func generate() -> OneUseCode { OneUseCode(random: .generate()) }

    /// Reads a code; nil for anything but 43 base64url characters in canonical spelling.
    public init?(_ text: some StringProtocol) {
        guard let random = HashedRandom(text) else { return nil }
        self.random = random
    }

    private init(random: HashedRandom) { self.random = random }

    /// The text to hand over.
    public var value: Secret<String> { random.value }
    /// Base64url of the SHA-256 of the bits: all that Redis ever sees, and no secret.
    public var hash: String { random.hash }
}
