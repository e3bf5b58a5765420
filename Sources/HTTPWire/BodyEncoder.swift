import NIOCore

/// Frames a body anew for the next hop, whatever framing it arrived in.
public struct BodyEncoder: Sendable {
    private let chunked: Bool

    /// Chunks for `chunked`; for every other framing the bytes as they are.
    public init(_ framing: BodyFraming) { chunked = framing == .chunked }

    /// Passes a non-empty piece on, as one buffer or as chunk head, data and chunk end.
    public func encode(_ data: ByteBuffer, write: (ByteBuffer) -> Void) {
        guard chunked else { return write(data) }
        var head = ByteBuffer()
        head.writeString(String(data.readableBytes, radix: 16))
        head.writeStaticString("\r\n")
        if data.readableBytes <= Self.copiedAtMost {
            head.writeImmutableBuffer(data)
            head.writeStaticString("\r\n")
            write(head)
        } else {
            write(head)
            write(data)
            write(ByteBuffer(staticString: "\r\n"))
        }
    }

    /// What ends the body, if its framing has an end.
    public func end(write: (ByteBuffer) -> Void) {
        if chunked { write(ByteBuffer(staticString: "0\r\n\r\n")) }
    }

    /// Below this a copy costs less than another element in the write.
    private static let copiedAtMost = 4096
}
