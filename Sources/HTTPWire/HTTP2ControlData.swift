import NIOCore

/// The pseudo-header fields of a request (RFC 9113 8.3.1).
struct HTTP2ControlData {
    private(set) var authority: String?
    private(set) var method = RequestHead.Method.other
    private var methodText: String?
    private var scheme: String?
    private var path: String?
    private var hasBegun = false

    /// None may be unknown, and none may come twice. `:protocol` would be extended CONNECT, which is not offered.
    mutating func take(_ name: String, _ value: String) throws(HeadProblem) {
        switch name {
        case ":method":
            try Self.set(&methodText, value)
            method = value.withBytes(RequestLine.method)
        case ":scheme": try Self.set(&scheme, value)
        case ":authority": try Self.set(&authority, value)
        case ":path": try Self.set(&path, value)
        default: throw .pseudoField
        }
    }

    /// Writes the request line, once.
    mutating func begin(_ lines: inout ByteBuffer) throws(HeadProblem) {
        guard !hasBegun else { return }
        guard let methodText, let scheme, let path else { throw .pseudoField }
        guard !methodText.isEmpty, methodText.utf8.allSatisfy(ASCII.isTokenCharacter), methodText != "CONNECT" else {
            throw .requestLine
        }
        guard scheme == "https" else { throw .scheme }  // HTTP/2 comes by TLS alone
        guard path.utf8.first == UInt8(ascii: "/") || path == "*" && method == .options,
            path.utf8.allSatisfy(RequestLine.mayStandInTarget)
        else { throw .requestTarget }
        hasBegun = true
        lines.writeString(methodText)
        lines.writeStaticString(" ")
        lines.writeString(path)
        lines.writeStaticString(" HTTP/1.1\r\n")
    }

    private static func set(_ field: inout String?, _ value: String) throws(HeadProblem) {
        guard field == nil else { throw .pseudoField }
        field = value
    }
}

extension String {
    /// Lends the bytes of the text's UTF-8.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        var text = self
        return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }
}
