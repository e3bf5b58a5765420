import NIOCore

/// The frame that ends a WebSocket (RFC 6455 5.5.1).
public struct CloseFrame: Hashable, Sendable {
    /// Why it ends, as a number of RFC 6455 7.4.1.
    public let code: UInt16
    /// The same for people: at most 123 bytes.
    public let reason: String

    /// A frame with a code and a reason.
    public init(code: UInt16, reason: String) {
        self.code = code
        self.reason = reason
    }

    /// As a server sends it.
    public var bytes: ByteBuffer {
        var bytes = ByteBuffer()
        bytes.writeInteger(Self.firstByte)
        bytes.writeInteger(UInt8(payload.count))
        bytes.writeBytes(payload)
        return bytes
    }

    /// As a client sends it, under a key (RFC 6455 5.3).
    public func masked(by key: UInt32) -> ByteBuffer {
        let keyBytes = withUnsafeBytes(of: key.bigEndian) { Array($0) }
        var bytes = ByteBuffer()
        bytes.writeInteger(Self.firstByte)
        bytes.writeInteger(UInt8(payload.count) | 0x80)
        bytes.writeBytes(keyBytes)
        bytes.writeBytes(payload.enumerated().map { $0.element ^ keyBytes[$0.offset % 4] })
        return bytes
    }

    /// The last frame of its message, opcode 8.
    private static let firstByte: UInt8 = 0x88

    private var payload: [UInt8] {
        [UInt8(code >> 8), UInt8(code & 0xFF)] + reason.utf8.prefix(123)
    }
}
