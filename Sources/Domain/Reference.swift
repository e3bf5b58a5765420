/// How tokens, paths and the command line name a customer or member: by number, or `E` and the percent-encoded external id.
public enum Reference<ID: NumericID>: Hashable, Sendable {
    /// The directory's number.
    case id(ID)
    /// The partner's name for it.
    case external(ExternalID)

    /// Nil when the text is neither canonical digits nor `E` with a well-formed percent-encoded external id (RFC 3986 2.1).
    public init?(_ text: some StringProtocol) {
        if text.utf8.first == UInt8(ascii: "E") {
            guard let decoded = PercentEncoding.decode(String(decoding: text.utf8.dropFirst(), as: UTF8.self)),
                let external = ExternalID(decoded)
            else { return nil }
            self = .external(external)
        } else {
            guard let id = ID(decimal: text) else { return nil }
            self = .id(id)
        }
    }

    /// The text that reads back as the same reference.
    public var encoded: String {
        switch self {
        case .id(let id): id.description
        case .external(let external):
            "E" + PercentEncoding.encode(external.rawValue) { PercentEncoding.isUnreserved($0) }
        }
    }
}
