import HTTPWire
import NIOCore

/// What a head was read as, so that two readings of the same bytes can be compared.
public struct HeadReading: Equatable {
    /// How its body ends.
    public let framing: BodyFraming

    private let bytes: ByteBuffer
    private let startLine: [Range<Int>]
    private let names: [FieldName]
    private let places: [[Range<Int>]]

    /// The reading of a request.
    public init(_ head: RequestHead) {
        self.init(head.section, startLine: [head.methodRange, head.pathAndQueryRange, head.pathRange], head.framing)
    }

    /// The reading of an answer to a GET.
    public init(_ head: ResponseHead) {
        self.init(head.section, startLine: [head.statusRange], head.framing(answering: .get))
    }

    private init(_ section: FieldSection, startLine: [Range<Int>], _ framing: BodyFraming) {
        bytes = section.bytes
        names = section.fields.map(\.name)
        places = section.fields.map { [$0.nameRange, $0.valueRange, $0.lineRange] }
        self.startLine = startLine
        self.framing = framing
    }
}
