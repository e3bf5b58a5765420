import HTTPWire
import NIOCore

/// Messages read off one connection, heads and bodies, as far as its bytes can be read.
public struct MessageStream {
    /// Reads a head off the front of a buffer; nil while bytes are missing.
    public typealias Parse = (inout ByteBuffer) throws(HeadProblem) -> HeadReading?

    /// One message: its head, and what has come of its body.
    public struct Message: Equatable {
        let head: HeadReading
        var body = ByteBuffer()
        var isWhole = false
    }

    /// The messages in order; only the last may lack something.
    public private(set) var messages: [Message] = []
    /// Why nothing more can be read.
    public private(set) var problem: HeadProblem?

    private let parse: Parse
    private var decoder: BodyDecoder?
    private var buffer = ByteBuffer()

    /// Reads the pieces one after another, with a fresh parser of heads.
    public init(_ pieces: [ArraySlice<UInt8>], parse: @escaping Parse) {
        self.parse = parse
        for piece in pieces where problem == nil {
            buffer.writeBytes(piece)
            do throws(HeadProblem) {
                while try takeNext() {}
            } catch {
                problem = error
            }
        }
    }

    /// Whether both were read alike.
    public func agrees(with other: MessageStream) -> Bool { messages == other.messages && problem == other.problem }

    /// Takes a head or a piece of a body; false when bytes are missing.
    private mutating func takeNext() throws(HeadProblem) -> Bool {
        guard let event = try decoder?.next(&buffer) else {
            guard let head = try parse(&buffer) else { return false }
            messages.append(Message(head: head))
            decoder = BodyDecoder(head.framing)
            return true
        }
        switch event {
        case .needMore: return false
        case .data(let data): messages[messages.count - 1].body.writeImmutableBuffer(data)
        case .end:
            messages[messages.count - 1].isWhole = true
            decoder = nil
        }
        return true
    }
}
