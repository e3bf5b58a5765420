import NIOCore

extension RequestHead {
    init(section: FieldSection, line: Range<Int>) throws(HeadProblem) {
        let start = try section.bytes.withReadableBytes { (bytes) throws(HeadProblem) in try RequestLine(line, bytes) }
        self.section = section
        method = start.method
        methodRange = start.methodRange
        minorVersion = start.minorVersion
        targetForm = start.form
        pathAndQueryRange = start.pathAndQuery
        pathRange = start.path
        connection = try ConnectionOptions(section)
        framing = try section.statedFraming(minorVersion: start.minorVersion) ?? .none
        hostRange = try Self.host(of: section)
        guard !section.repeats(Self.singular) else { throw .repeatedField }
    }

    /// Fields that decide something here, and so must say one thing.
    private static let singular: FieldNames = [
        .cookie, .expect, .origin, .referer, .contentType, .secFetchDest, .secFetchMode, .secFetchSite,
    ]

    private static func host(of section: FieldSection) throws(HeadProblem) -> Range<Int> {
        guard section.count(.host) == 1, let field = section.first(.host),
            section.withBytes(field.valueRange, Authority.isValid)
        else { throw .host }
        return field.valueRange
    }
}

/// The request line (RFC 9112 3).
struct RequestLine {
    let method: RequestHead.Method
    let methodRange: Range<Int>
    let form: RequestHead.TargetForm
    let pathAndQuery: Range<Int>
    let path: Range<Int>
    let minorVersion: Int

    init(_ line: Range<Int>, _ bytes: UnsafeRawBufferPointer) throws(HeadProblem) {
        let space = UInt8(ascii: " ")
        guard let first = bytes[line].firstIndex(of: space), first > line.lowerBound,
            bytes[line.lowerBound..<first].allSatisfy(ASCII.isTokenCharacter)
        else { throw .requestLine }
        methodRange = line.lowerBound..<first
        let name = UnsafeRawBufferPointer(rebasing: bytes[methodRange])
        guard !ASCII.equals(name, "CONNECT") else { throw .requestLine }
        method = Self.method(name)
        guard let second = bytes[(first + 1)..<line.upperBound].firstIndex(of: space), second > first + 1 else {
            throw .requestLine
        }
        minorVersion = try Self.minorVersion(UnsafeRawBufferPointer(rebasing: bytes[(second + 1)..<line.upperBound]))
        let target = (first + 1)..<second
        for index in target where !Self.mayStandInTarget(bytes[index]) { throw .requestTarget }
        (form, pathAndQuery) = try Self.form(of: target, bytes, method)
        let query = bytes[pathAndQuery].firstIndex(of: UInt8(ascii: "?")) ?? pathAndQuery.upperBound
        path = pathAndQuery.lowerBound..<query
    }

    private static func form(
        of target: Range<Int>, _ bytes: UnsafeRawBufferPointer, _ method: RequestHead.Method
    ) throws(HeadProblem) -> (RequestHead.TargetForm, Range<Int>) {
        if bytes[target.lowerBound] == UInt8(ascii: "/") { return (.origin, target) }
        if target.count == 1, bytes[target.lowerBound] == UInt8(ascii: "*") {
            guard method == .options else { throw .requestTarget }
            return (.asterisk, target)
        }
        let text = UnsafeRawBufferPointer(rebasing: bytes[target])
        let scheme = ASCII.hasPrefixFolding(text, "http://") ? 7 : ASCII.hasPrefixFolding(text, "https://") ? 8 : 0
        guard scheme > 0 else { throw .requestTarget }
        let start = target.lowerBound + scheme
        guard let end = bytes[start..<target.upperBound].firstIndex(of: UInt8(ascii: "/")) else { throw .requestTarget }
        let authority = start..<end
        guard Authority.isValid(UnsafeRawBufferPointer(rebasing: bytes[authority])) else { throw .requestTarget }
        return (.absolute(authority: authority), authority.upperBound..<target.upperBound)
    }

    /// Visible ASCII but `#`: a target has no fragment, and other bytes come percent-encoded.
    private static func mayStandInTarget(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "#")
    }

    private static func minorVersion(_ version: UnsafeRawBufferPointer) throws(HeadProblem) -> Int {
        if ASCII.equals(version, "HTTP/1.1") { return 1 }
        if ASCII.equals(version, "HTTP/1.0") { return 0 }
        throw .requestLine
    }

    private static func method(_ text: UnsafeRawBufferPointer) -> RequestHead.Method {
        if ASCII.equals(text, "GET") { return .get }
        if ASCII.equals(text, "POST") { return .post }
        if ASCII.equals(text, "HEAD") { return .head }
        if ASCII.equals(text, "PUT") { return .put }
        if ASCII.equals(text, "DELETE") { return .delete }
        if ASCII.equals(text, "OPTIONS") { return .options }
        return ASCII.equals(text, "TRACE") ? .trace : .other
    }
}
