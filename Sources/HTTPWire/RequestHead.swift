/// A request's head, checked, as slices of the buffer it arrived in (RFC 9112 3).
public struct RequestHead: Sendable {
    /// The methods that a gateway tells apart.
    public enum Method: Sendable {
        case get
        case head
        case post
        case put
        case delete
        case options
        case trace
        /// Any other token; `methodRange` has it.
        case other
    }

    /// The form of the request target (RFC 9112 3.2).
    public enum TargetForm: Hashable, Sendable {
        /// `/path?query`
        case origin
        /// `scheme://authority/path?query`: where the authority stands.
        case absolute(authority: Range<Int>)
        /// `*`
        case asterisk
    }

    /// The field lines.
    public let section: FieldSection
    /// The method, where it is one that matters.
    public let method: Method
    /// Where the method stands.
    public let methodRange: Range<Int>
    /// Where path and query stand, or the `*`.
    public let pathAndQueryRange: Range<Int>
    /// Where the path stands, without the query.
    public let pathRange: Range<Int>
    /// The form of the target.
    public let targetForm: TargetForm
    /// 0 or 1.
    public let minorVersion: Int
    /// How the body ends.
    public let framing: BodyFraming
    /// What Connection asks for.
    public let connection: ConnectionOptions
    /// Where Host's value stands.
    public let hostRange: Range<Int>

    /// Whether the connection may carry another request after this one.
    public var keepsAlive: Bool { minorVersion == 1 && !connection.close }
    /// The method's text.
    public var methodText: String { section.text(methodRange) }
    /// Path and query as they came.
    public var pathAndQuery: String { section.text(pathAndQueryRange) }
}
