/// Why a message's head or body framing cannot be taken, with RFC 9112's words where it has them.
public enum HeadProblem: String, Error, Hashable, Sendable {
    /// The head is longer than allowed.
    case tooLarge = "head too large"
    /// The head has more fields than allowed.
    case tooManyFields = "too many fields"
    /// The request line is not `token SP target SP HTTP/1.0-or-1.1`.
    case requestLine = "request line"
    /// The status line is not `HTTP/1.x SP 3DIGIT [SP reason]`.
    case statusLine = "status line"
    /// The request target has a form that its method may not have, or a character no target has.
    case requestTarget = "request target"
    /// A line does not end with CRLF, or CR stands alone.
    case lineEnd = "line end"
    /// A field line begins with white space (RFC 9112 5.2).
    case obsoleteFold = "obsolete line folding"
    /// A field name is empty or no token, or white space stands before the colon.
    case fieldName = "field name"
    /// A field value holds NUL or another control character.
    case fieldValue = "field value"
    /// Host is missing, repeated or not `uri-host [":" port]` (RFC 9112 3.2).
    case host = "host"
    /// Content-Length is repeated or not digits.
    case contentLength = "content length"
    /// Transfer-Encoding is not `chunked` alone, or stands in HTTP/1.0.
    case transferEncoding = "transfer encoding"
    /// Content-Length and Transfer-Encoding stand together (RFC 9112 6.1).
    case framingConflict = "content length beside transfer encoding"
    /// A field that may stand once stands twice.
    case repeatedField = "repeated field"
    /// Connection is not a list of tokens.
    case connection = "connection"
    /// A pseudo-header field is missing, repeated, unknown, or behind another field (RFC 9113 8.3).
    case pseudoField = "pseudo-header field"
    /// An HTTP/2 request's scheme is not `https`.
    case scheme = "scheme"
    /// A field that belongs to an HTTP/1.1 connection stands in an HTTP/2 request (RFC 9113 8.2.2).
    case connectionField = "connection-specific field"
    /// A chunk's size line is malformed or too long (RFC 9112 7.1).
    case chunkSize = "chunk size"
    /// A chunk's data does not end with CRLF.
    case chunkEnd = "chunk end"
    /// Bytes follow a message that its sender called its last.
    case surplus = "bytes after the last message"
    /// A trailer field is malformed or the section too long.
    case trailer = "trailer"
}
