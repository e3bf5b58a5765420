import NIOCore

/// One piece of a body.
public enum BodyEvent: Sendable {
    /// The buffer holds no whole piece; read more.
    case needMore
    /// Bytes of the body, as they arrived.
    case data(ByteBuffer)
    /// The body is whole; what follows in the buffer is not its.
    case end
}

/// Takes a body off a stream by its framing; never holds one.
public struct BodyDecoder {
    private enum State {
        case length(left: Int)
        case chunked(ChunkedDecoder)
        case untilClose
    }

    private var state: State

    /// A decoder for a body so framed.
    public init(_ framing: BodyFraming) {
        switch framing {
        case .none: state = .length(left: 0)
        case .length(let length): state = .length(left: length)
        case .chunked: state = .chunked(ChunkedDecoder())
        case .untilClose: state = .untilClose
        }
    }

    /// The next piece of the body at the front of `buffer`.
    public mutating func next(_ buffer: inout ByteBuffer) throws(HeadProblem) -> BodyEvent {
        switch state {
        case .length(let left):
            if left == 0 { return .end }
            guard let slice = buffer.readSlice(length: min(left, buffer.readableBytes)), slice.readableBytes > 0 else {
                return .needMore
            }
            state = .length(left: left - slice.readableBytes)
            return .data(slice)
        case .chunked(var decoder):
            let event = try decoder.next(&buffer)
            state = .chunked(decoder)
            return event
        case .untilClose:
            guard let slice = buffer.readSlice(length: buffer.readableBytes), slice.readableBytes > 0 else {
                return .needMore
            }
            return .data(slice)
        }
    }

    /// Whether the end of the connection is the end of the body.
    public var endsWithConnection: Bool {
        switch state {
        case .untilClose: true
        case .length, .chunked: false
        }
    }
}
