import HTTPWire
import NIOCore

/// The application's cookies as browsers keep them in a frame on another site (RFC 6265bis, CHIPS).
enum FramedCookie {
    private typealias Part = Slice<UnsafeRawBufferPointer>

    /// Appends a Set-Cookie line of the same name, value and attributes, except those that say on which site it counts.
    static func append(_ value: UnsafeRawBufferPointer, to bytes: inout ByteBuffer) {
        bytes.writeStaticString("Set-Cookie: ")
        let parts = value.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() where index == 0 || keeps(part) {
            if index > 0 { bytes.writeStaticString(";") }
            bytes.writeBytes(part)
        }
        bytes.writeStaticString("; SameSite=None; Secure; Partitioned\r\n")
    }

    private static func keeps(_ attribute: Part) -> Bool {
        let name = UnsafeRawBufferPointer(rebasing: CookiePair(attribute).name)
        return !["samesite", "secure", "partitioned", ""].contains { ASCII.equalsFolding(name, $0) }
    }
}

/// What becomes of the cookies that a server behind the gateway sets; one of ours it never sets.
enum SetCookies: Sendable {
    /// None passes.
    case dropped
    /// They pass as they came.
    case kept
    /// They are made to work in a frame.
    case framed
}
