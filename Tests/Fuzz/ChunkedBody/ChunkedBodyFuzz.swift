import FuzzHTTP
import HTTPWire
import NIOCore

/// Reads the input as a body in chunks, and what follows it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    let whole = Decoding([input[...]])
    for pieces in input.arrivals {
        precondition(Decoding(pieces) == whole, "a split changes what is read")
    }
    precondition(whole.data.readableBytes <= count - whole.rest.count, "more data than bytes")
    if whole.isWhole { checkEnd(whole, of: input) }
    return 0
}

/// It ends where it says and no byte before, and its data are encoded as themselves.
private func checkEnd(_ whole: Decoding, of input: [UInt8]) {
    let taken = input.dropLast(whole.rest.count)
    precondition(input.suffix(whole.rest.count).elementsEqual(whole.rest), "what follows is not passed on as it came")
    precondition(taken.suffix(4).elementsEqual("\r\n\r\n".utf8) || taken.elementsEqual("0\r\n\r\n".utf8), "no end")
    let cut = Decoding([taken.dropLast()])
    precondition(!cut.isWhole && cut.problem == nil && cut.data == whole.data, "whole without its last byte")

    let again = Decoding([encoded(whole.data)[...]])
    precondition(again.isWhole && again.rest.isEmpty && again.data == whole.data, "encoded as something else")
}

private func encoded(_ data: ByteBuffer) -> [UInt8] {
    var wire = ByteBuffer()
    let encoder = BodyEncoder(.chunked)
    if data.readableBytes > 0 { encoder.encode(data) { wire.writeImmutableBuffer($0) } }
    encoder.end { wire.writeImmutableBuffer($0) }
    return Array(wire.readableBytesView)
}

/// What a decoder made of a body that came in these pieces.
private struct Decoding: Equatable {
    private(set) var data = ByteBuffer()
    private(set) var isWhole = false
    private(set) var problem: HeadProblem?
    /// What follows the body; empty while that is not whole.
    private(set) var rest: [UInt8] = []

    init(_ pieces: [ArraySlice<UInt8>]) {
        var decoder = BodyDecoder(.chunked)
        var buffer = ByteBuffer()
        for piece in pieces where problem == nil {
            buffer.writeBytes(piece)
            if !isWhole { take(&buffer, by: &decoder) }
        }
        if isWhole { rest = Array(buffer.readableBytesView) }
    }

    private mutating func take(_ buffer: inout ByteBuffer, by decoder: inout BodyDecoder) {
        do throws(HeadProblem) {
            while true {
                switch try decoder.next(&buffer) {
                case .needMore: return
                case .data(let piece): data.writeImmutableBuffer(piece)
                case .end:
                    isWhole = true
                    return
                }
            }
        } catch {
            problem = error
        }
    }
}
