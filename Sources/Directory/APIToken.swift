import Domain
import OpenSSLCrypto

/// A program's token for the management API, as the directory keeps it: without the secret.
public struct APITokenRecord: Hashable, Sendable {
    /// The directory's number for it.
    public let id: APITokenID
    /// The partner whose customers it manages; nil: the operator's, for all.
    public let vendorID: VendorID?
    /// What people know it by.
    public let name: String
    /// When it was created.
    public let createdAt: UnixTime
}

/// The secret of a token: `csm_` and 43 base64url characters of 256 random bits. So much chance needs no slow hash.
struct APITokenSecret {
    private static let prefix = "csm_"
    private static let length = 32

    /// The text that is told once.
    let text: Secret<String>
    /// What is kept: SHA-256 of the random bits.
    let hash: [UInt8]

    /// One that nobody can guess.
    static func generate() -> APITokenSecret {
        let random = SecureRandom.bytes(length)
        return APITokenSecret(text: Self.prefix + Base64URL.encode(random), random: random)
    }

    /// Reads what somebody presents; nil for what was never given out.
    init?(presented text: String) {
        guard text.utf8.starts(with: Self.prefix.utf8), let random = Base64URL.decode(String(text.dropFirst(4))),
            random.count == Self.length
        else { return nil }
        self.init(text: text, random: random)
    }

    private init(text: String, random: [UInt8]) {
        self.text = Secret(text)
        hash = SHA256.digest(random)
    }
}
