import HTTPWire
import NIOCore

/// Puts one `frame-ancestors` into a Content-Security-Policy and leaves every other directive as it is (CSP3 2.2).
enum ContentSecurityPolicy {
    private typealias Bytes = Slice<UnsafeRawBufferPointer>

    /// Appends each of the comma-separated policies of a field's value, edited: taken apart byte by byte, as browsers do.
    static func append(_ value: UnsafeRawBufferPointer, framedBy sources: String, to bytes: inout ByteBuffer) {
        let policies = value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        for (index, policy) in policies.enumerated() {
            if index > 0 { bytes.writeStaticString(",") }
            append(policy: policy, sources, to: &bytes)
        }
    }

    /// In place of the first such directive, at the end where there is none; a browser would ignore a second one.
    private static func append(policy: Bytes, _ sources: String, to bytes: inout ByteBuffer) {
        let start = bytes.writerIndex
        var seen = false
        let directives = policy.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        for (index, directive) in directives.enumerated() {
            let isOurs = isFrameAncestors(directive)
            if isOurs, seen { continue }
            if index > 0 { bytes.writeStaticString(";") }
            bytes.writeBytes(isOurs ? directive.prefix(while: ASCII.isBlank) : directive)
            if isOurs { bytes.writeFrameAncestors(sources) }
            seen = seen || isOurs
        }
        guard !seen else { return }
        bytes.trimPolicy(from: start)
        if bytes.writerIndex > start { bytes.writeStaticString("; ") }
        bytes.writeFrameAncestors(sources)
    }

    private static func isFrameAncestors(_ directive: Bytes) -> Bool {
        let name = directive.drop(while: ASCII.isBlank).prefix { !ASCII.isBlank($0) }
        return ASCII.equalsFolding(UnsafeRawBufferPointer(rebasing: name), "frame-ancestors")
    }
}

extension ByteBuffer {
    /// The directive.
    mutating func writeFrameAncestors(_ sources: String) {
        writeStaticString("frame-ancestors ")
        writeString(sources)
    }

    /// Takes blanks and semicolons off the end of what was written from `start` on.
    fileprivate mutating func trimPolicy(from start: Int) {
        let surplus = withUnsafeReadableBytes { bytes in
            bytes[(start - readerIndex)...].reversed().prefix { ASCII.isBlank($0) || $0 == UInt8(ascii: ";") }.count
        }
        moveWriterIndex(to: writerIndex - surplus)
    }
}
