import HTTPWire
import NIOCore
import NIOHPACK
import NIOHTTP2

/// Makes frames of an answer's HTTP/1.1 bytes.
struct AnswerFrames {
    /// Upstream's heads have been held to limits; what the gateway adds to them is its own.
    private static let headLimits = HeadLimits(bytes: .max / 2, fields: .max)

    private let method: RequestHead.Method
    private var unread = ByteBuffer()
    private var parser = ResponseHeadParser(limits: Self.headLimits)
    /// Nil before the head.
    private var decoder: BodyDecoder?
    /// Whether the last frame has been given.
    private(set) var isWhole = false

    /// For the answer to a request with this method.
    init(answering method: RequestHead.Method) { self.method = method }

    /// Takes what comes next of the answer.
    mutating func append(_ bytes: ByteBuffer) {
        if unread.readableBytes == 0 {
            unread = bytes
        } else {
            unread.writeImmutableBuffer(bytes)
        }
    }

    /// The next frame; nil until more is appended.
    mutating func next() throws(HeadProblem) -> HTTP2Frame.FramePayload? {
        guard !isWhole, unread.readableBytes > 0 else { return nil }
        guard var decoder else {
            guard let head = try parser.parse(&unread) else { return nil }
            let fields = HPACKHeaders(head)
            guard fields.fitOneFrame(headBytes: head.section.bytes.readableBytes) else { throw .tooLarge }
            return .headers(.init(headers: fields, endStream: begin(head)))
        }
        let event = try decoder.next(&unread)
        switch event {
        case .needMore:
            self.decoder = decoder
            return nil
        case .data(let data):
            isWhole = try ends(&decoder)
            self.decoder = decoder
            return .data(.init(data: .byteBuffer(data), endStream: isWhole))
        case .end:
            isWhole = true
            return .data(.init(data: .byteBuffer(ByteBuffer()), endStream: true))
        }
    }

    /// Interim answers come before another head (RFC 9113 8.1).
    private mutating func begin(_ head: ResponseHead) -> Bool {
        guard head.status >= 200 else { return false }
        let framing = head.framing(answering: method)
        isWhole = framing == .none || framing == .length(0)
        decoder = BodyDecoder(framing)
        return isWhole
    }

    /// Whether the body is known to end here, so that its last frame can say so.
    private mutating func ends(_ decoder: inout BodyDecoder) throws(HeadProblem) -> Bool {
        var (ahead, rest) = (decoder, unread)
        guard case .end = try ahead.next(&rest) else { return false }
        (decoder, unread) = (ahead, rest)
        return true
    }
}
