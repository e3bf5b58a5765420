/// Something that is accepted and may still not do what its writer expects.
public struct OriginWarning: Hashable, Sendable, CustomStringConvertible {
    /// The entry it is about.
    public let entry: OriginList.Entry

    /// A sentence that names the entry and what will happen.
    public var description: String {
        "\"\(entry)\": Browsers match no IPv4 address but 127.0.0.1 in a Content-Security-Policy: use a host name."
    }
}

extension OriginList {
    /// One warning for each IPv4 address other than 127.0.0.1 (CSP Level 3, 6.7.2.9).
    public var warnings: [OriginWarning] {
        entries.compactMap { entry in
            switch entry {
            case .origin(let origin) where origin.isIPv4 && origin.host != "127.0.0.1": OriginWarning(entry: entry)
            case .origin, .wildcard: nil
            }
        }
    }
}
