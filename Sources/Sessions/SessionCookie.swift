import Domain
import OpenSSLCrypto

/// The value of a session cookie: `<customer id>.<43 base64url characters of 256 random bits>`.
public struct SessionCookie: Hashable, Sendable {
    /// The customer, whose slot in Redis the record is in.
    public let customer: CustomerID
    /// Base64url of the SHA-256 of the random bits: all that Redis ever sees.
    public let hash: String
    /// The text for `Set-Cookie`.
    public let value: Secret<String>

    /// Reads a cookie's value; nil for anything but the canonical spelling, quotes and spaces included.
    public init?(_ value: some Collection<UInt8>) {
        let parsed =
            value.withContiguousStorageIfAvailable { Self($0) } ?? Array(value).withUnsafeBufferPointer { Self($0) }
        guard let parsed else { return nil }
        self = parsed
    }

    /// Reads a cookie's value; nil for anything but the canonical spelling.
    public init?(_ value: String) { self.init(value.utf8) }

    /// A new value that nobody can guess.
    public static func generate(for customer: CustomerID) -> SessionCookie {
        let random = SecureRandom.bytes(Self.randomLength)
        return SessionCookie(customer: customer, random: random, value: "\(customer).\(Base64URL.encode(random))")
    }

    private static let randomLength = 32
    private static let randomTextLength = 43
    private static let longest = 19 + 1 + randomTextLength

    private init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count <= Self.longest, let dot = bytes.firstIndex(of: UInt8(ascii: ".")) else { return nil }
        let digits = String(decoding: UnsafeBufferPointer(rebasing: bytes[..<dot]), as: UTF8.self)
        let text = Array(bytes[(dot + 1)...])
        guard let customer = CustomerID(decimal: digits), text.count == Self.randomTextLength,
            let random = Base64URL.decode(text.span)
        else { return nil }
        self.init(customer: customer, random: random, value: String(decoding: bytes, as: UTF8.self))
    }

    private init(customer: CustomerID, random: [UInt8], value: String) {
        self.customer = customer
        hash = Base64URL.encode(SHA256.digest(random))
        self.value = Secret(value)
    }
}
