import HTTPTypes
import Hummingbird
import Mustache
import NIOCore

/// The pages of one end: templates that escape every value, compiled once.
struct Pages: Sendable {
    private let library: MustacheLibrary

    /// Compiles the templates, named as other templates name them; throws on a template that does not parse.
    init(_ sources: [String: [UInt8]]) throws {
        library = MustacheLibrary(
            templates: try sources.mapValues { try MustacheTemplate(string: String(decoding: $0, as: UTF8.self)) })
    }

    /// The page with these values, or 500 for a name that no template has.
    func page(_ name: String, _ values: Any, status: HTTPResponse.Status = .ok) -> Response {
        guard let html = library.render(values, withTemplate: name) else {
            return Response(status: .internalServerError)
        }
        return .text(html, type: "text/html; charset=utf-8", status: status)
    }
}

extension Response {
    /// An answer that is one text.
    static func text(_ text: String, type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// A file that is part of the program.
    static func asset(_ bytes: [UInt8], type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "max-age=60"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
