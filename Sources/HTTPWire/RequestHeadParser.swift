import NIOCore

/// Parses request heads out of a growing buffer, one after another (RFC 9112 2 to 6).
public struct RequestHeadParser {
    private var reader: HeadReader

    /// A parser with these limits.
    public init(limits: HeadLimits = HeadLimits()) { reader = HeadReader(limits: limits) }

    /// Takes a whole head off the front of `buffer`; nil while bytes are missing. After a problem the stream is lost.
    public mutating func parse(_ buffer: inout ByteBuffer) throws(HeadProblem) -> RequestHead? {
        guard let (section, startLine) = try reader.read(&buffer) else { return nil }
        return try RequestHead(section: section, line: startLine)
    }
}
