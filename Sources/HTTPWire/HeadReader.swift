import NIOCore

/// Takes whole heads off a growing buffer, one after another, whatever their start line is.
struct HeadReader {
    private let limits: HeadLimits
    private var scanner: HeadScanner

    init(limits: HeadLimits) {
        self.limits = limits
        scanner = HeadScanner(limits: limits)
    }

    /// The field lines and where the start line stands; nil while bytes are missing.
    mutating func read(_ buffer: inout ByteBuffer) throws(HeadProblem) -> (
        section: FieldSection, startLine: Range<Int>
    )? {
        let progress = try buffer.withReadableBytes { (bytes) throws(HeadProblem) in try scanner.advance(bytes) }
        guard case .complete(let length, let skipped, let startLine) = progress else { return nil }
        buffer.moveReaderIndex(forwardBy: skipped)
        guard let bytes = buffer.readSlice(length: length - skipped) else { return nil }
        let section = FieldSection(bytes: bytes, fields: scanner.fields)
        scanner = HeadScanner(limits: limits)
        return (section, startLine)
    }
}

extension ByteBuffer {
    /// Lends the readable bytes to a body that may find a problem in them.
    func withReadableBytes<Result>(
        _ body: (UnsafeRawBufferPointer) throws(HeadProblem) -> Result
    ) throws(HeadProblem) -> Result {
        let outcome = withUnsafeReadableBytes { bytes -> Swift.Result<Result, HeadProblem> in
            do throws(HeadProblem) { return .success(try body(bytes)) } catch { return .failure(error) }
        }
        return try outcome.get()
    }
}
