import NIOCore

/// Takes chunks apart (RFC 9112 7.1), strictly: extensions and trailers are checked and dropped.
struct ChunkedDecoder {
    private enum State {
        case size
        case data(left: Int)
        case dataEnd
        case trailer
        case done
    }

    private static let sizeLineLimit = 1024
    private static let trailerLimit = 8 * 1024

    private var state = State.size
    private var trailerBytes = 0

    /// The next piece of the body; the buffer keeps what is not whole yet.
    mutating func next(_ buffer: inout ByteBuffer) throws(HeadProblem) -> BodyEvent {
        while true {
            switch state {
            case .size:
                guard let line = try Self.line(&buffer, limit: Self.sizeLineLimit, else: .chunkSize) else {
                    return .needMore
                }
                let size = try line.withReadableBytes { (bytes) throws(HeadProblem) in try ChunkSizeLine.size(bytes) }
                state = size == 0 ? .trailer : .data(left: size)
            case .data(let left):
                guard let slice = buffer.readSlice(length: min(left, buffer.readableBytes)), slice.readableBytes > 0
                else {
                    return .needMore
                }
                state = slice.readableBytes == left ? .dataEnd : .data(left: left - slice.readableBytes)
                return .data(slice)
            case .dataEnd:
                guard try Self.takeLineEnd(&buffer) else { return .needMore }
                state = .size
            case .trailer:
                let allowed = Self.trailerLimit - trailerBytes
                guard let line = try Self.line(&buffer, limit: allowed, else: .trailer) else { return .needMore }
                trailerBytes += line.readableBytes + 2
                guard line.readableBytes > 0 else {
                    state = .done
                    continue
                }
                try line.withReadableBytes { (bytes) throws(HeadProblem) in
                    _ = try FieldLine.parse(0..<bytes.count, bytes, shift: 0)
                }
            case .done:
                return .end
            }
        }
    }

    /// A line without its CRLF; nil while it is not whole.
    private static func line(
        _ buffer: inout ByteBuffer, limit: Int, else problem: HeadProblem
    ) throws(HeadProblem) -> ByteBuffer? {
        guard let end = buffer.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) else {
            if buffer.readableBytes > limit { throw problem }
            return nil
        }
        let length = end - buffer.readerIndex
        guard length <= limit, length > 0, buffer.getInteger(at: end - 1) == UInt8(ascii: "\r"),
            let line = buffer.readSlice(length: length - 1)
        else { throw problem }
        buffer.moveReaderIndex(forwardBy: 2)
        return line
    }

    private static func takeLineEnd(_ buffer: inout ByteBuffer) throws(HeadProblem) -> Bool {
        let view = buffer.readableBytesView
        if let first = view.first, first != UInt8(ascii: "\r") { throw .chunkEnd }
        guard view.count >= 2 else { return false }
        guard view[view.startIndex + 1] == UInt8(ascii: "\n") else { throw .chunkEnd }
        buffer.moveReaderIndex(forwardBy: 2)
        return true
    }
}

/// `chunk-size [chunk-ext]` without blanks: the form that every sender uses.
enum ChunkSizeLine {
    /// The size in bytes, of at most 15 hexadecimal digits.
    static func size(_ line: UnsafeRawBufferPointer) throws(HeadProblem) -> Int {
        var size = 0
        var index = 0
        while index < line.count, let digit = hexValue(line[index]) {
            guard index < 15 else { throw .chunkSize }
            size = size << 4 | digit
            index += 1
        }
        guard index > 0 else { throw .chunkSize }
        while index < line.count { index = try skipExtension(line, from: index) }
        return size
    }

    private static func skipExtension(_ line: UnsafeRawBufferPointer, from start: Int) throws(HeadProblem) -> Int {
        guard line[start] == UInt8(ascii: ";") else { throw .chunkSize }
        var index = try skipToken(line, from: start + 1)
        guard index < line.count, line[index] == UInt8(ascii: "=") else { return index }
        index += 1
        guard index < line.count else { throw .chunkSize }
        return line[index] == UInt8(ascii: "\"")
            ? try skipQuoted(line, from: index + 1) : try skipToken(line, from: index)
    }

    private static func skipToken(_ line: UnsafeRawBufferPointer, from start: Int) throws(HeadProblem) -> Int {
        let end = line[start...].firstIndex { !ASCII.isTokenCharacter($0) } ?? line.count
        guard end > start else { throw .chunkSize }
        return end
    }

    private static func skipQuoted(_ line: UnsafeRawBufferPointer, from start: Int) throws(HeadProblem) -> Int {
        var index = start
        while index < line.count {
            let byte = line[index]
            if byte == UInt8(ascii: "\"") { return index + 1 }
            guard byte >= 0x20 && byte != 0x7F || byte == 0x09 else { throw .chunkSize }
            index += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        throw .chunkSize
    }

    private static func hexValue(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}
