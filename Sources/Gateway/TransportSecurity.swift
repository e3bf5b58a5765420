import Domain

/// The field that keeps browsers to https (RFC 6797 6.1), as it stands in a head.
struct TransportSecurity: Sendable {
    /// The whole line; empty where the field is not sent.
    let line: String

    /// `maxAge` is in seconds; nil, or a public URL that is not https, sends nothing.
    init(maxAge: Int64?, _ publicURL: PublicURL) {
        line = maxAge.map { publicURL.isSecure ? "Strict-Transport-Security: max-age=\($0)\r\n" : "" } ?? ""
    }

    /// Whether the application's own field gives way.
    var isSent: Bool { !line.isEmpty }
}
