import Domain
import NIOCore

/// An answer that the gateway itself gives, held whole.
struct Answer: Sendable {
    let status: Int
    var fields: [(name: String, value: String)]
    var body: ByteBuffer

    /// An answer without a body.
    init(_ status: Int, fields: [(name: String, value: String)] = []) {
        self.status = status
        self.fields = fields
        body = ByteBuffer()
    }

    /// A page.
    init(_ status: Int, page: Page, fields: [(name: String, value: String)] = []) {
        self.status = status
        self.fields =
            [
                ("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", page.contentSecurityPolicy),
                ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
            ] + fields
        body = ByteBuffer(string: page.html)
    }

    /// JSON text.
    init(_ status: Int, json: JSONText, fields: [(name: String, value: String)] = []) {
        self.status = status
        self.fields =
            [
                ("Content-Type", "application/json"), ("X-Content-Type-Options", "nosniff"),
                ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
            ] + fields
        body = ByteBuffer(string: json.description + "\n")
    }

    /// Head and body as HTTP/1.1 bytes; a HEAD request gets the head alone (RFC 9110 9.3.2).
    func bytes(_ loop: GatewayLoop, keepsAlive: Bool, isHead: Bool) -> ByteBuffer {
        var bytes = ByteBuffer()
        bytes.writeString("HTTP/1.1 \(status) \(ReasonPhrase.of(status))\r\nDate: \(loop.dateText)\r\n")
        bytes.writeString(loop.rules.transportSecurity.line)
        for (name, value) in fields { bytes.writeString("\(name): \(value)\r\n") }
        if status != 204 { bytes.writeString("Content-Length: \(body.readableBytes)\r\n") }
        if !keepsAlive { bytes.writeStaticString("Connection: close\r\n") }
        bytes.writeStaticString("\r\n")
        if !isHead { bytes.writeImmutableBuffer(body) }
        return bytes
    }
}

/// The phrases of RFC 9110 15 for the statuses that the gateway gives.
enum ReasonPhrase {
    static func of(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 204: "No Content"
        case 303: "See Other"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 413: "Content Too Large"
        case 417: "Expectation Failed"
        case 421: "Misdirected Request"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        default: "Status"
        }
    }
}
