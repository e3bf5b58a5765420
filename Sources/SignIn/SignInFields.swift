/// What a direct link carries, once its names are sorted out.
public struct SignInFields: Sendable {
    /// The signed token; nil or empty: missing.
    public var token: String?
    /// Where to land; nil: `/`.
    public var path: String?
    /// The origin asked for beside the token; nil or empty: none.
    public var origin: String?
    /// Whether the page will stand in a frame; false for a tab of its own.
    public var isForFrame: Bool

    /// Gathers the fields.
    public init(token: String?, path: String? = nil, origin: String? = nil, isForFrame: Bool = true) {
        self.token = token
        self.path = path
        self.origin = origin
        self.isForFrame = isForFrame
    }
}
