import NIOCore

/// Follows where WebSocket frames begin and end in one direction (RFC 6455 5.2), without holding or changing a byte.
public struct FrameFollower: Sendable {
    private enum State: Equatable {
        case between
        case secondByte
        case length(bytesLeft: Int, length: UInt64, isMasked: Bool)
        /// The key that masks a payload counts as its first bytes.
        case payload(left: UInt64)
        /// A length that no frame has: where the next begins nobody knows.
        case lost
    }

    private var state = State.between

    /// Frames of messages that have begun so far: neither closes nor pings nor pongs.
    public private(set) var messageFrames = 0
    /// A close frame has begun: no other may follow it (RFC 6455 5.5.1).
    public private(set) var hasClosed = false

    /// A follower from the first byte behind the handshake.
    public init() {}

    /// Whether a frame may be put in here.
    public var isBetweenFrames: Bool { state == .between }

    /// Goes past all the bytes.
    public mutating func follow(_ bytes: ByteBuffer) {
        bytes.withUnsafeReadableBytes { bytes in
            var passed = 0
            while passed < bytes.count { passed += take(UnsafeRawBufferPointer(rebasing: bytes[passed...])) }
        }
    }

    /// Goes to the end of the frame that has begun, or past all the bytes where it ends later; gives how many.
    public mutating func finishFrame(_ bytes: ByteBuffer) -> Int {
        bytes.withUnsafeReadableBytes { bytes in
            var passed = 0
            while passed < bytes.count, state != .between {
                passed += take(UnsafeRawBufferPointer(rebasing: bytes[passed...]))
            }
            return passed
        }
    }

    /// One step over bytes of which there is at least one; gives how many it took.
    private mutating func take(_ bytes: UnsafeRawBufferPointer) -> Int {
        switch state {
        case .between:
            begin(opcode: bytes[0] & 0x0F)
        case .secondByte:
            begin(lengthByte: bytes[0])
        case .length(let bytesLeft, let length, let isMasked):
            let length = length << 8 | UInt64(bytes[0])
            state =
                bytesLeft > 1
                ? .length(bytesLeft: bytesLeft - 1, length: length, isMasked: isMasked)
                : Self.payload(length, isMasked)
        case .payload(let left):
            let taken = Int(min(left, UInt64(bytes.count)))
            state = left > UInt64(taken) ? .payload(left: left - UInt64(taken)) : .between
            return taken
        case .lost:
            return bytes.count
        }
        return 1
    }

    private mutating func begin(opcode: UInt8) {
        if opcode < 8 { messageFrames += 1 }
        if opcode == 8 { hasClosed = true }
        state = .secondByte
    }

    private mutating func begin(lengthByte: UInt8) {
        let isMasked = lengthByte & 0x80 != 0
        switch lengthByte & 0x7F {
        case 126: state = .length(bytesLeft: 2, length: 0, isMasked: isMasked)
        case 127: state = .length(bytesLeft: 8, length: 0, isMasked: isMasked)
        case let length: state = Self.payload(UInt64(length), isMasked)
        }
    }

    private static func payload(_ length: UInt64, _ isMasked: Bool) -> State {
        guard length >> 63 == 0 else { return .lost }
        let left = length + (isMasked ? 4 : 0)
        return left == 0 ? .between : .payload(left: left)
    }
}
