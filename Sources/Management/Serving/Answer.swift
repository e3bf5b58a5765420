import Domain
import HTTPTypes
import Hummingbird
import NIOCore

/// What a request is answered: a status, a body, and fields of its own.
struct Answer: Sendable {
    /// The HTTP status.
    var status: HTTPResponse.Status
    /// Fields that this answer alone has.
    var fields: HTTPFields
    /// The whole body.
    let body: ByteBuffer

    /// A JSON answer.
    init(_ json: JSONText, status: HTTPResponse.Status = .ok, fields: HTTPFields = [:]) {
        self.status = status
        self.fields = fields
        self.fields[.contentType] = "application/json"
        body = ByteBuffer(string: json.description)
    }

    /// A row, whose version stands in its `ETag` (RFC 9110 8.8.3).
    init(_ json: JSONText, version: Int64) {
        self.init(json, fields: [.eTag: EntityTag.text(version)])
    }

    /// Bytes of any type.
    init(_ bytes: [UInt8], type: String) {
        (status, fields, body) = (.ok, [.contentType: type], ByteBuffer(bytes: bytes))
    }

    /// A page of a list, and how many there are on all pages.
    static func page(_ elements: [JSONText], total: Int) -> Answer {
        Answer(.object([("result", .array(elements)), ("total", .number(Int64(total)))]))
    }

    /// A list that has no pages.
    static func list(_ elements: [JSONText]) -> Answer { Answer(.object([("result", .array(elements))])) }

    /// What was asked for is done, and there is nothing to show of it.
    static var done: Answer { Answer(.object([("success", .bool(true))])) }

    /// The answer as Hummingbird sends it, with the fields that every answer has.
    func response(requestID: String, isForHead: Bool) -> Response {
        var response = Response(status: status, headers: fields, body: ResponseBody(byteBuffer: body))
        response.headers[.requestID] = requestID
        if fields[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        response.headers[.xContentTypeOptions] = "nosniff"
        return isForHead ? response.createHeadResponse() : response
    }
}
