import NIOCore

/// One field line of a head: what its name is, and where its parts stand, in bytes from the head's first.
public struct Field: Sendable {
    /// Which name it is.
    public let name: FieldName
    /// Where the name stands.
    public let nameRange: Range<Int>
    /// Where the value stands, without the blanks around it.
    public let valueRange: Range<Int>
    /// Where the whole line stands, its CRLF included.
    public let lineRange: Range<Int>
}

/// The field lines of a head, as ranges into the bytes they arrived in.
public struct FieldSection: Sendable {
    /// The head's bytes, start line and empty line included.
    public let bytes: ByteBuffer
    /// The lines in the order they came.
    public let fields: [Field]
    private let present: FieldNames
    private let repeated: FieldNames

    init(bytes: ByteBuffer, fields: [Field]) {
        self.bytes = bytes
        self.fields = fields
        var (present, repeated) = (FieldNames(), FieldNames())
        for field in fields {
            if present.contains(field.name) { repeated.insert(field.name) }
            present.insert(field.name)
        }
        self.present = present
        self.repeated = repeated
    }

    /// Whether there is a field of that name.
    public func has(_ name: FieldName) -> Bool { present.contains(name) }

    /// Whether there is more than one field of any of those names.
    func repeats(_ names: FieldNames) -> Bool { repeated.meets(names) }

    /// The first field of that name.
    public func first(_ name: FieldName) -> Field? {
        guard present.contains(name) else { return nil }
        for field in fields where field.name == name { return field }
        return nil
    }

    /// How many fields have that name.
    public func count(_ name: FieldName) -> Int {
        guard repeated.contains(name) else { return present.contains(name) ? 1 : 0 }
        var count = 0
        for field in fields where field.name == name { count += 1 }
        return count
    }

    /// The text of the first field of that name, every byte a scalar of ISO 8859-1 (RFC 9110 5.5).
    public func value(_ name: FieldName) -> String? { first(name).map { text($0.valueRange) } }

    /// Whether the first field of that name has exactly this value; false when there is none.
    public func value(_ name: FieldName, is text: StaticString) -> Bool {
        first(name).map { field in withBytes(field.valueRange) { ASCII.equals($0, text) } } ?? false
    }

    /// The bytes of a range as text: UTF-8 where they are, else each byte a scalar.
    public func text(_ range: Range<Int>) -> String {
        withBytes(range) { bytes in
            do {
                return String(copying: try UTF8Span(validating: bytes.assumingMemoryBound(to: UInt8.self).span))
            } catch {
                return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
            }
        }
    }

    /// Lends the bytes of a range.
    @inlinable
    public func withBytes<Result>(_ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
        -> Result
    {
        try bytes.withUnsafeReadableBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    /// Appends every line that `keeps` allows to `buffer`, neighbours in one copy.
    public func copyLines(into buffer: inout ByteBuffer, keeping keeps: (Field) -> Bool) {
        bytes.withUnsafeReadableBytes { bytes in
            var run = 0..<0
            for field in fields {
                if keeps(field) {
                    run = run.isEmpty ? field.lineRange : run.lowerBound..<field.lineRange.upperBound
                } else if !run.isEmpty {
                    buffer.writeBytes(UnsafeRawBufferPointer(rebasing: bytes[run]))
                    run = 0..<0
                }
            }
            if !run.isEmpty { buffer.writeBytes(UnsafeRawBufferPointer(rebasing: bytes[run])) }
        }
    }
}
