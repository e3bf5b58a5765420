import HTTPWire
import NIOCore
import Testing

@Suite("WebSocket frames, followed")
struct FrameFollowerTests {
    /// A frame's head, its mask's key and its payload.
    private static func frame(_ first: UInt8, _ length: Int, masked: Bool = false) -> [UInt8] {
        let bit: UInt8 = masked ? 0x80 : 0
        let head: [UInt8] =
            switch length {
            case ..<126: [first, bit | UInt8(length)]
            case ..<65536: [first, bit | 126, UInt8(length >> 8), UInt8(length & 0xFF)]
            default: [first, bit | 127] + (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) }
            }
        // Payload that looks like the head of a close frame, for who takes it for one.
        return head + (masked ? [1, 2, 3, 4] : []) + [UInt8](repeating: 0x88, count: length)
    }

    private static let lengths = [0, 1, 125, 126, 127, 65535, 65536, 70_000]

    @Test("A frame's end is found whatever its length, masked or not", arguments: lengths, [false, true])
    func ends(length: Int, masked: Bool) {
        let frame = Self.frame(0x82, length, masked: masked)
        var follower = FrameFollower()
        follower.follow(ByteBuffer(bytes: frame.dropLast()))
        #expect(!follower.isBetweenFrames)
        follower.follow(ByteBuffer(bytes: frame.suffix(1) + Self.frame(0x81, 3)))
        #expect(follower.isBetweenFrames && follower.messageFrames == 2 && !follower.hasClosed)
    }

    @Test("It is found however the bytes were split", arguments: [1, 2, 3, 7, 1000])
    func split(step: Int) {
        let frames = Self.lengths.flatMap { Self.frame(0x02, $0, masked: $0 % 2 == 0) }
        var follower = FrameFollower()
        for start in stride(from: 0, to: frames.count, by: step) {
            follower.follow(ByteBuffer(bytes: frames[start..<min(start + step, frames.count)]))
        }
        #expect(follower.isBetweenFrames && follower.messageFrames == Self.lengths.count)
    }

    @Test("Only the rest of the frame that has begun is let past")
    func rest() {
        let frame = Self.frame(0x81, 300)
        var follower = FrameFollower()
        #expect(follower.finishFrame(ByteBuffer(bytes: frame)) == 0)
        follower.follow(ByteBuffer(bytes: frame.prefix(2)))
        #expect(follower.finishFrame(ByteBuffer(bytes: frame[2..<200])) == 198 && !follower.isBetweenFrames)
        let next = frame[200...] + frame
        #expect(follower.finishFrame(ByteBuffer(bytes: next)) == frame.count - 200 && follower.isBetweenFrames)
        #expect(follower.messageFrames == 1)
    }

    @Test(
        "Pings, pongs and closes are no messages; a close is remembered from its first byte",
        arguments: [(0x80, 1), (0x00, 1), (0x81, 1), (0x02, 1), (0x88, 0), (0x89, 0), (0x8A, 0)])
    func opcodes(first: UInt8, messages: Int) {
        var follower = FrameFollower()
        follower.follow(ByteBuffer(bytes: [first]))
        #expect(follower.messageFrames == messages && follower.hasClosed == (first == 0x88))
    }

    @Test("After a length that no frame has there is no place between frames any more")
    func lost() {
        var follower = FrameFollower()
        follower.follow(ByteBuffer(bytes: [0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0]))
        follower.follow(ByteBuffer(bytes: Self.frame(0x81, 3)))
        #expect(!follower.isBetweenFrames && follower.messageFrames == 1)
        #expect(follower.finishFrame(ByteBuffer(bytes: [0x88, 0])) == 2 && !follower.hasClosed)
    }

    @Test("A close frame is one frame, with its code and reason, masked or not")
    func close() {
        let frame = CloseFrame(code: 1008, reason: "over")
        #expect(Array(frame.bytes.readableBytesView) == [0x88, 6, 0x03, 0xF0] + Array("over".utf8))
        let masked = Array(frame.masked(by: 0x0102_0304).readableBytesView)
        #expect(masked.prefix(6) == [0x88, 0x86, 1, 2, 3, 4])
        #expect(
            masked.dropFirst(6).enumerated().map { $1 ^ [1, 2, 3, 4][$0 % 4] } == [0x03, 0xF0] + Array("over".utf8))
        for bytes in [frame.bytes, frame.masked(by: 7)] {
            var follower = FrameFollower()
            follower.follow(bytes)
            #expect(follower.isBetweenFrames && follower.hasClosed)
        }
    }
}
