import Domain
import Gateway
import OpenSSLCrypto
import TokenVerification

/// The keys of the assertions over time. Each is published before it signs, signs for a month, and stays published until
/// what it signed has lapsed; then the next one does.
struct AssertionKeyRing: Sendable {
    /// One of them.
    struct Key: Sendable {
        /// The private key.
        let pem: Secret<String>
        /// The public half.
        let published: PublishedKey
        /// When it follows the one before it.
        let signsFrom: UnixTime

        /// Reads the private key.
        init(pem: Secret<String>, signsFrom: UnixTime) throws(CryptoError) {
            self.pem = pem
            self.signsFrom = signsFrom
            published = try PublishedKey(PrivateKey(pem: pem.reveal()).publicKey())
        }

        /// Makes a new one.
        static func made(signsFrom: UnixTime) throws(CryptoError) -> Key {
            try Key(pem: Secret(PrivateKey.generate(.ec(.p256)).pem()), signsFrom: signsFrom)
        }
    }

    /// For how long a key signs, in seconds: 30 days.
    static let term: Int64 = 30 * 86_400
    /// How long before it signs a key is published, in seconds.
    static let notice: Int64 = 12 * AssertionKeys.copyLifetime
    /// How long after it signed a key is published, in seconds; clocks may differ by half of it.
    static let grace: Int64 = 2 * AssertionKeys.assertionLifetime

    /// In the order in which they sign.
    private(set) var keys: [Key]

    /// Keys in any order.
    init(_ keys: [Key]) { self.keys = keys.sorted { $0.signsFrom < $1.signsFrom } }

    /// Makes the first key, or the next one ahead of time, and forgets one whose last assertion has lapsed. Whether anything
    /// changed.
    mutating func advance(to now: UnixTime) throws(CryptoError) -> Bool {
        let isOutdated = keys.dropFirst().prefix { $0.signsFrom + Self.grace <= now }.count
        keys.removeFirst(isOutdated)
        guard let signsFrom = nextSignsFrom(at: now) else { return isOutdated > 0 }
        keys.append(try .made(signsFrom: signsFrom))
        return true
    }

    /// The keys that count at a time; nil where there are none.
    func current(at now: UnixTime) -> AssertionKeys? {
        guard let signing = keys.last(where: { $0.signsFrom <= now }) ?? keys.first else { return nil }
        return AssertionKeys(
            signing: signing.pem, kid: signing.published.kid, published: keys.map(\.published))
    }

    /// When the key that is to be made now will sign; nil while none is due.
    private func nextSignsFrom(at now: UnixTime) -> UnixTime? {
        guard let newest = keys.last else { return now }
        let due = newest.signsFrom + Self.term
        return now + Self.notice >= due ? max(due, now + Self.notice) : nil
    }
}
