/// A parsed list of origins, in the order written, without duplicates.
public struct OriginList: Hashable, Sendable, CustomStringConvertible {
    /// One entry of a list.
    public enum Entry: Hashable, Sendable {
        /// One origin.
        case origin(Origin)
        /// `scheme://*.host[:port]`: every host of one or more labels before `host`, as in CSP; the origin is without `*.`.
        case wildcard(Origin)
    }

    /// The entries in order.
    public let entries: [Entry]

    /// A list of nothing.
    public static let empty = OriginList(entries: [])

    init(entries: [Entry]) { self.entries = entries }

    /// The entries comma-separated: parsing it gives the same list.
    public var description: String { entries.map(\.description).joined(separator: ",") }
}

extension OriginList.Entry: CustomStringConvertible {
    /// The entry as a list, or a CSP `frame-ancestors`, names it.
    public var description: String {
        switch self {
        case .origin(let origin): origin.description
        case .wildcard(let base): "\(base.scheme.rawValue)://*.\(base.host)" + (base.port.map { ":\($0)" } ?? "")
        }
    }
}
