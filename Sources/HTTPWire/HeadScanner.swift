import NIOCore

/// Takes a head's lines as they become whole, however the bytes were split; no byte is looked at twice.
struct HeadScanner {
    /// How far the head has come.
    enum Progress {
        /// More bytes are needed.
        case incomplete
        /// The empty line was reached; the head has this many bytes, the first `skipped` of them before the start line,
        /// which stands in this range of what follows them.
        case complete(length: Int, skipped: Int, startLine: Range<Int>)
    }

    private let limits: HeadLimits
    private var lineStart = 0
    private var searched = 0
    private var skipped = 0
    private var startLine: Range<Int>?
    private(set) var fields: [Field] = []

    init(limits: HeadLimits) { self.limits = limits }

    /// Goes on where the last call ended; `bytes` begin at the head's first byte each time.
    mutating func advance(_ bytes: UnsafeRawBufferPointer) throws(HeadProblem) -> Progress {
        while let lineFeed = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
            guard lineFeed < limits.bytes + skipped else { throw .tooLarge }
            guard lineFeed > lineStart, bytes[lineFeed - 1] == UInt8(ascii: "\r") else { throw .lineEnd }
            let line = lineStart..<(lineFeed - 1)
            lineStart = lineFeed + 1
            searched = lineStart
            if let startLine = try take(line, bytes) {
                return .complete(length: lineStart, skipped: skipped, startLine: startLine)
            }
        }
        searched = bytes.count
        if bytes.count - skipped > limits.bytes { throw .tooLarge }
        return .incomplete
    }

    /// The start line, at the empty line that ends the head.
    private mutating func take(_ line: Range<Int>, _ bytes: UnsafeRawBufferPointer) throws(HeadProblem) -> Range<Int>? {
        guard let startLine else {
            if line.isEmpty, line.lowerBound == 0 {
                skipped = lineStart
            } else {
                startLine = (line.lowerBound - skipped)..<(line.upperBound - skipped)
            }
            return nil
        }
        if line.isEmpty { return startLine }
        guard fields.count < limits.fields else { throw .tooManyFields }
        if fields.isEmpty { fields.reserveCapacity(24) }
        fields.append(try FieldLine.parse(line, bytes, shift: skipped))
        return nil
    }
}

/// One field line, checked (RFC 9112 5).
enum FieldLine {
    static func parse(_ line: Range<Int>, _ bytes: UnsafeRawBufferPointer, shift: Int) throws(HeadProblem) -> Field {
        if ASCII.isBlank(bytes[line.lowerBound]) { throw .obsoleteFold }
        guard let reading = FieldNameReader.shared.read(UnsafeRawBufferPointer(rebasing: bytes[line])) else {
            throw .fieldName
        }
        let nameEnd = line.lowerBound + reading.length
        let value = ASCII.trimmed(bytes, (nameEnd + 1)..<line.upperBound)
        for index in value where !isFieldValueByte(bytes[index]) { throw .fieldValue }
        return Field(
            name: reading.name, nameRange: (line.lowerBound - shift)..<(nameEnd - shift),
            valueRange: (value.lowerBound - shift)..<(value.upperBound - shift),
            lineRange: (line.lowerBound - shift)..<(line.upperBound + 2 - shift))
    }

    /// Visible, blank or obs-text (RFC 9110 5.5).
    static func isFieldValueByte(_ byte: UInt8) -> Bool {
        byte >= 0x20 ? byte != 0x7F : byte == 0x09
    }
}
