import NIOCore

/// An answer's head, checked, as slices of the buffer it arrived in (RFC 9112 4).
public struct ResponseHead: Sendable {
    /// The field lines.
    public let section: FieldSection
    /// 100 to 599.
    public let status: Int
    /// Where status code and reason stand: `200 OK`.
    public let statusRange: Range<Int>
    /// 0 or 1.
    public let minorVersion: Int
    /// What Connection asks for.
    public let connection: ConnectionOptions
    /// The framing stated by the head alone; nil when it states none.
    public let statedFraming: BodyFraming?

    /// How the body ends, given what was asked for (RFC 9112 6.3).
    public func framing(answering method: RequestHead.Method) -> BodyFraming {
        if method == .head || status < 200 || status == 204 || status == 304 { return .none }
        return statedFraming ?? .untilClose
    }

    /// Whether the connection may carry another request.
    public var keepsAlive: Bool { minorVersion == 1 ? !connection.close : connection.keepAlive && !connection.close }
}

extension ResponseHead {
    init(section: FieldSection, line: Range<Int>) throws(HeadProblem) {
        let start = try section.bytes.withReadableBytes { (bytes) throws(HeadProblem) in try StatusLine(line, bytes) }
        self.section = section
        status = start.status
        statusRange = start.statusRange
        minorVersion = start.minorVersion
        connection = try ConnectionOptions(section)
        statedFraming = try section.statedFraming(minorVersion: start.minorVersion)
    }
}

/// The status line (RFC 9112 4).
struct StatusLine {
    let status: Int
    let statusRange: Range<Int>
    let minorVersion: Int

    init(_ line: Range<Int>, _ bytes: UnsafeRawBufferPointer) throws(HeadProblem) {
        guard line.count >= 12 else { throw .statusLine }
        let start = line.lowerBound
        let version = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + 9)])
        guard ASCII.equals(version, "HTTP/1.1 ") || ASCII.equals(version, "HTTP/1.0 ") else { throw .statusLine }
        minorVersion = Int(bytes[start + 7] - UInt8(ascii: "0"))
        let code = (start + 9)..<(start + 12)
        guard let status = ASCII.number(UnsafeRawBufferPointer(rebasing: bytes[code])), (100...599).contains(status),
            line.count == 12 || bytes[start + 12] == UInt8(ascii: " ")
        else { throw .statusLine }
        for byte in bytes[code.upperBound..<line.upperBound] where byte < 0x20 && byte != 0x09 || byte == 0x7F {
            throw .statusLine
        }
        self.status = status
        statusRange = code.lowerBound..<line.upperBound
    }
}
