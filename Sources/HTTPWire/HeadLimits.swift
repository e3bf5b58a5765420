/// How large a head may be.
public struct HeadLimits: Hashable, Sendable {
    /// Bytes from the first of the start line to the last of the empty line.
    public var bytes: Int
    /// Field lines.
    public var fields: Int

    /// 32 KiB and 100 fields unless told otherwise.
    public init(bytes: Int = 32 * 1024, fields: Int = 100) {
        self.bytes = bytes
        self.fields = fields
    }
}
