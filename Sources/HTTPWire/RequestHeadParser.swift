import NIOCore

/// Parses request heads out of a growing buffer, one after another (RFC 9112 2 to 6).
public struct RequestHeadParser {
    private let limits: HeadLimits
    private var scanner: HeadScanner

    /// A parser with these limits.
    public init(limits: HeadLimits = HeadLimits()) {
        self.limits = limits
        scanner = HeadScanner(limits: limits)
    }

    /// Takes a whole head off the front of `buffer`; nil while bytes are missing. After a problem the stream is lost.
    public mutating func parse(_ buffer: inout ByteBuffer) throws(HeadProblem) -> RequestHead? {
        let progress = try buffer.withReadableBytes { (bytes) throws(HeadProblem) in try scanner.advance(bytes) }
        guard case .complete(let length, let skipped) = progress else { return nil }
        buffer.moveReaderIndex(forwardBy: skipped)
        guard let bytes = buffer.readSlice(length: length - skipped), let line = scanner.startLine else {
            throw .requestLine
        }
        let section = FieldSection(bytes: bytes, fields: scanner.fields)
        scanner = HeadScanner(limits: limits)
        return try RequestHead(section: section, line: line)
    }

    /// Whether any byte of a head has come that is not whole yet.
    public func isInside(_ buffer: ByteBuffer) -> Bool { buffer.readableBytes > 0 }
}

extension ByteBuffer {
    func withReadableBytes<Result>(
        _ body: (UnsafeRawBufferPointer) throws(HeadProblem) -> Result
    ) throws(HeadProblem) -> Result {
        let outcome = withUnsafeReadableBytes { bytes -> Swift.Result<Result, HeadProblem> in
            do throws(HeadProblem) { return .success(try body(bytes)) } catch { return .failure(error) }
        }
        return try outcome.get()
    }
}
