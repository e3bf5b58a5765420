/// The head of an HTTP/1.1 message as it stood on the wire, for tests to look at.
public struct WireHead: Sendable {
    /// The first line.
    public let startLine: String
    /// Names and values in order, names as they were written.
    public let fields: [(name: String, value: String)]

    /// Reads the text of a head; lines that are no fields are fields without a value.
    public init(_ text: String) {
        let lines = text.split(separator: "\r\n").map(String.init)
        startLine = lines.first ?? ""
        fields = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            let value = parts.count == 2 ? parts[1].drop { $0 == " " } : ""
            return (name: String(parts.first ?? ""), value: String(value))
        }
    }

    /// Every value of the field, in order; names compare without case.
    public func values(_ name: String) -> [String] {
        fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// The field's one value; nil for none or several.
    public func value(_ name: String) -> String? {
        let values = values(name)
        return values.count == 1 ? values[0] : nil
    }

    /// Every value of the field in one text.
    public subscript(_ name: String) -> String { values(name).joined(separator: " | ") }

    /// How the body ends, by the head alone.
    var framing: WireFraming {
        if values("transfer-encoding").contains(where: { $0.lowercased() == "chunked" }) { return .chunked }
        return .length(value("content-length").flatMap { Int($0) })
    }
}

/// How a body's end is found.
enum WireFraming {
    case chunked
    /// Nil: to the end of the connection for an answer, nothing for a request.
    case length(Int?)
}

/// An answer as it came: head, and body as it stood on the wire and decoded.
public struct WireAnswer: Sendable {
    /// The head.
    public let head: WireHead
    /// The body as it stood on the wire.
    public let rawBody: [UInt8]

    /// Joins a head and what followed it.
    public init(head: WireHead, rawBody: [UInt8]) {
        self.head = head
        self.rawBody = rawBody
    }

    /// The status code, 0 when there is none.
    public var status: Int { Int(head.startLine.split(separator: " ").dropFirst().first ?? "") ?? 0 }
    /// The decoded body as text.
    public var body: String { String(decoding: isChunked ? Self.unchunked(rawBody) : rawBody, as: UTF8.self) }
    /// Whether the body came in chunks.
    public var isChunked: Bool { if case .chunked = head.framing { true } else { false } }
    /// Every value of the field in one text.
    public subscript(_ name: String) -> String { head[name] }
    /// Every value of the field.
    public func values(_ name: String) -> [String] { head.values(name) }

    private static func unchunked(_ bytes: [UInt8]) -> [UInt8] {
        var rest = bytes[...]
        var data: [UInt8] = []
        while let end = Array(rest).end(of: Array("\r\n".utf8)) {
            let line = String(decoding: rest.prefix(end - 2), as: UTF8.self)
            rest = rest.dropFirst(end)
            guard let size = Int(line, radix: 16), size > 0, size + 2 <= rest.count else { break }
            data += rest.prefix(size)
            rest = rest.dropFirst(size + 2)
        }
        return data
    }
}

extension WireConnection {
    /// Takes a head, without what follows it.
    public func readHead() async throws -> WireHead { WireHead(try await read(through: "\r\n\r\n")) }

    /// Takes an answer whole; one to HEAD has no body.
    public func readAnswer(toHead: Bool = false) async throws -> WireAnswer {
        let head = try await readHead()
        let bare = WireAnswer(head: head, rawBody: [])
        if toHead || bare.status < 200 || bare.status == 204 || bare.status == 304 { return bare }
        return WireAnswer(head: head, rawBody: try await readBody(head.framing))
    }

    /// Takes a request's body as it stands on the wire.
    public func readRequestBody(of head: WireHead) async throws -> String {
        switch head.framing {
        case .length(nil): ""
        case .length, .chunked: String(decoding: try await readBody(head.framing), as: UTF8.self)
        }
    }

    private func readBody(_ framing: WireFraming) async throws -> [UInt8] {
        switch framing {
        case .length(.some(let length)): try await read { $0.count >= length ? length : nil }
        case .length(.none): try await readToEnd()
        case .chunked:
            try await read { $0.starts(with: Array("0\r\n\r\n".utf8)) ? 5 : $0.end(of: Array("\r\n0\r\n\r\n".utf8)) }
        }
    }
}
