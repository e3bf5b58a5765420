import Domain
import Foundation

/// Where some of a partner's keys come from, and how the last tries to fetch them went.
public struct JWKSSource: Hashable, Sendable {
    /// Whose keys they are.
    public let vendorID: VendorID
    /// What to fetch: a JWK Set (RFC 7517 5).
    public let url: String
    /// When the keys were last fetched.
    public let fetchedAt: UnixTime?
    /// When it was last tried, whether it succeeded or not.
    public let triedAt: UnixTime?
    /// When a token last named a key that was not there.
    public let askedAt: UnixTime?
    /// Why the last try failed; nil when it did not.
    public let error: String?

    /// How long fetched keys verify, in seconds, unless they are fetched again.
    static let lifetime: Int64 = 24 * 3600

    /// Whether to fetch now: an hour after the last try, and when asked since, but not twice within a minute.
    public func isDue(at now: UnixTime) -> Bool {
        // A try in the future is one before the clock was put back.
        guard let triedAt, triedAt <= now else { return true }
        guard triedAt + 60 <= now else { return false }
        return wasAsked(since: triedAt) || triedAt + 3600 <= now
    }

    /// The host of such a URL in lower case, for whoever decides which hosts are allowed; throws why it can be none.
    public static func host(of url: String) throws(DirectoryError) -> String {
        try TextRules.checkLine(url, .jwksURL)
        guard let parts = URLComponents(string: url, encodingInvalidCharacters: false),
            parts.scheme?.lowercased() == "https", let host = parts.host, !host.isEmpty, parts.user == nil,
            parts.password == nil, parts.fragment == nil
        else { throw .invalid(field: .jwksURL, reason: "must be an https URL with a host, without user or fragment") }
        return host.lowercased()
    }

    /// A question within the second of the try may have come after it.
    private func wasAsked(since time: UnixTime) -> Bool { askedAt.map { time <= $0 } ?? false }
}
