import Domain
import OpenSSLCrypto

/// 256 random bits as 43 base64url characters: who has the text proves itself by it; Redis keeps only the hash.
struct HashedRandom: Hashable, Sendable {
    private static let length = 32
    private static let textLength = 43

    /// The text.
    let value: Secret<String>
    /// Base64url of the SHA-256 of the bits.
    let hash: String

    /// New bits that nobody can guess.
    static func generate() -> HashedRandom {
        let bits = SecureRandom.bytes(length)
        return HashedRandom(bits: bits, text: Base64URL.encode(bits))
    }

    /// Reads a text; nil for anything but the canonical spelling.
    init?(_ text: some StringProtocol) {
        let text = String(text)
        guard text.utf8.count == Self.textLength, let bits = Base64URL.decode(text) else { return nil }
        self.init(bits: bits, text: text)
    }

    private init(bits: [UInt8], text: String) {
        value = Secret(text)
        hash = Base64URL.encode(SHA256.digest(bits))
    }
}
