import NIOCore

/// Says the fields of an HTTP/2 request as an HTTP/1.1 head (RFC 9113 8.2, 8.3). Nothing is written before it is checked, so
/// no name or value can end its line.
public struct HTTP2RequestHead {
    private var control = HTTP2ControlData()
    private var lines = ByteBuffer()
    private var host: String?
    private var cookies = ByteBuffer()
    private var statesLength = false

    /// A head without fields yet.
    public init() {}

    /// The method; `other` until it is known.
    public var method: RequestHead.Method { control.method }

    /// Takes the next field in the order they came.
    public mutating func take(_ name: String, _ value: String) throws(HeadProblem) {
        if name.utf8.first == UInt8(ascii: ":") {
            guard lines.readableBytes == 0 else { throw .pseudoField }
            return try control.take(name, value)
        }
        try Self.check(name, value)
        try control.begin(&lines)
        try takeChecked(name, value)
    }

    /// The whole head, and what frames the body that follows: nothing where its length is stated, or where the head
    /// `endsStream`; else chunks.
    public mutating func finish(endsStream: Bool) throws(HeadProblem) -> (bytes: ByteBuffer, body: BodyEncoder) {
        try control.begin(&lines)
        lines.writeLine("host", try authority)
        if cookies.readableBytes > 0 {
            lines.writeStaticString("cookie: ")
            lines.writeBuffer(&cookies)
            lines.writeStaticString("\r\n")
        }
        let isChunked = !endsStream && !statesLength
        if isChunked { lines.writeStaticString("transfer-encoding: chunked\r\n") }
        lines.writeStaticString("connection: close\r\n\r\n")  // a stream carries one request
        return (lines, BodyEncoder(isChunked ? .chunked : .none))
    }

    private mutating func takeChecked(_ name: String, _ value: String) throws(HeadProblem) {
        switch name {
        case "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade": throw .connectionField
        case "te": guard value == "trailers" else { throw .connectionField }  // and trailers go no further
        case "host":
            guard host == nil else { throw .host }
            host = value
        case "cookie":
            if cookies.readableBytes > 0 { cookies.writeStaticString("; ") }
            cookies.writeString(value)
        case "content-length":
            statesLength = true
            lines.writeLine(name, value)
        default: lines.writeLine(name, value)
        }
    }

    /// One authority, in `:authority`, in Host, or the same in both.
    private var authority: String {
        get throws(HeadProblem) {
            guard let authority = control.authority ?? host,
                host.map({ $0.utf8.elementsEqual(authority.utf8) }) ?? true,
                authority.withBytes(Authority.isValid)
            else { throw .host }
            return authority
        }
    }

    /// Whether a field that is none of the pseudo-header fields may stand in a head, or among the trailers.
    public static func check(_ name: String, _ value: String) throws(HeadProblem) {
        guard isName(name) else { throw .fieldName }
        guard isValue(value) else { throw .fieldValue }
    }

    /// A token in lower case (RFC 9113 8.2.1).
    private static func isName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy {
                ASCII.isTokenCharacter($0) && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
            }
    }

    /// What may stand in a field line, without blanks at its ends. U+FFFD is what NIOHPACK makes of bytes that are no UTF-8:
    /// nobody knows any more what was sent.
    private static func isValue(_ value: String) -> Bool {
        value.withBytes { bytes in
            guard let first = bytes.first, let last = bytes.last else { return true }
            return !ASCII.isBlank(first) && !ASCII.isBlank(last) && bytes.allSatisfy(FieldLine.isFieldValueByte)
        } && !(value.utf8.contains(0xEF) && value.unicodeScalars.contains("\u{FFFD}"))
    }
}

extension ByteBuffer {
    fileprivate mutating func writeLine(_ name: String, _ value: String) {
        writeString(name)
        writeStaticString(": ")
        writeString(value)
        writeStaticString("\r\n")
    }
}
