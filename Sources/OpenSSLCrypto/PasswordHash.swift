import COpenSSL

/// What is kept of a password: enough to know it again, not enough to tell it.
public struct PasswordHash: Hashable, Sendable {
    private let scrypt: Scrypt
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// The hash of a password with a salt of its own. Blocks for about a tenth of a second.
    public static func make(_ password: String) throws(CryptoError) -> PasswordHash {
        let salt = SecureRandom.bytes(saltLength)
        return PasswordHash(
            scrypt: current, salt: salt, hash: try current.derive(hashLength, from: password, salt: salt))
    }

    /// Whether it is the hash of that password; how long it takes does not tell how much of it was right.
    public func verifies(_ password: String) throws(CryptoError) -> Bool {
        let other = try scrypt.derive(hash.count, from: password, salt: salt)
        return CRYPTO_memcmp(hash, other, hash.count) == 0
    }

    /// What this release makes.
    private static let current = Scrypt(logN: 15, r: 8, p: 1)
    private static let saltLength = 16
    private static let hashLength = 32
}

extension PasswordHash {
    /// `scrypt$15$8$1$<salt>$<hash>`: log2 of N, r, p, and two base64url texts.
    public var text: String {
        "scrypt$\(scrypt.logN)$\(scrypt.r)$\(scrypt.p)$\(Base64URL.encode(salt))$\(Base64URL.encode(hash))"
    }

    /// Reads what `text` wrote; nil for anything else, and for a cost that this release would not pay.
    public init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "scrypt", let scrypt = Scrypt(logN: parts[1], r: parts[2], p: parts[3]),
            let salt = Base64URL.decode(parts[4]), salt.count == Self.saltLength,
            let hash = Base64URL.decode(parts[5]), hash.count == Self.hashLength
        else { return nil }
        self.init(scrypt: scrypt, salt: salt, hash: hash)
    }
}

extension Scrypt {
    /// Reads canonical decimals; nil where they are none, are too weak, or need more than the memory there is.
    fileprivate init?(logN: String, r: String, p: String) {
        guard let logN = Int(logN, in: 14...16), let r = Int(r, in: 8...16), let p = Int(p, in: 1...4),
            128 * r * (1 << logN + p + 2) <= Self.memory
        else { return nil }
        self.init(logN: logN, r: r, p: p)
    }
}

extension Int {
    /// Reads a decimal as `description` writes it.
    fileprivate init?(_ text: String, in range: ClosedRange<Int>) {
        guard let number = Int(text), String(number) == text, range.contains(number) else { return nil }
        self = number
    }
}
