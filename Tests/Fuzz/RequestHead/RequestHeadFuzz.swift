import FuzzHTTP
import HTTPWire
import NIOCore

/// Reads the input as all that a client sends on one connection.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    let whole = read([input[...]]) { head in
        checkStartLine(head)
        checkMeaning(head)
        checkRoundTrip(head)
    }
    for pieces in input.arrivals {
        precondition(read(pieces).agrees(with: whole), "a split changes what is read")
    }
    return 0
}

/// Small enough to be reached.
private let limits = HeadLimits(bytes: 1024, fields: 16)

private func read(_ pieces: [ArraySlice<UInt8>], check: @escaping (RequestHead) -> Void = { _ in }) -> MessageStream {
    var parser = RequestHeadParser(limits: limits)
    return MessageStream(pieces) { (buffer) throws(HeadProblem) in
        guard let head = try parser.parse(&buffer) else { return nil }
        check(head)
        return HeadReading(head)
    }
}

/// Method, target and version make up the first line, and the fields the rest (RFC 9112 3).
private func checkStartLine(_ head: RequestHead) {
    let scheme =
        switch head.targetForm {
        case .origin, .asterisk: 0
        case .absolute(let authority): authority.upperBound - head.methodRange.upperBound - 1
        }
    precondition(head.methodRange.lowerBound == 0 && !head.methodRange.isEmpty, "the method is not first")
    precondition(head.pathAndQueryRange.lowerBound == head.methodRange.upperBound + 1 + scheme, "a gap in the target")
    let line =
        "\(head.methodText) \(head.section.text(head.methodRange.upperBound + 1..<head.pathAndQueryRange.lowerBound))"
        + "\(head.pathAndQuery) HTTP/1.\(head.minorVersion)"
    precondition(head.section.text(0..<line.utf8.count) == line, "the request line has other parts")
    precondition(line.utf8.allSatisfy { (0x20..<0x7F).contains($0) }, "the request line is not visible ASCII")
    precondition(line.split(separator: " ", omittingEmptySubsequences: false).count == 3, "a space in a part")
    head.section.check(startLineEnd: line.utf8.count)
}

/// What is accepted says one thing of host, target and body.
private func checkMeaning(_ head: RequestHead) {
    let section = head.section
    precondition(section.bytes.readableBytes <= limits.bytes && section.fields.count <= limits.fields, "beyond limits")
    precondition(section.count(.host) == 1 && section.count(.cookie) <= 1, "a field twice that decides something")
    precondition(section.text(head.hostRange) == section.value(.host), "the host is not Host's")
    precondition(section.withBytes(head.hostRange, Authority.isValid), "no host in Host")
    precondition(head.methodText != "CONNECT", "CONNECT")
    let begins: Character = head.targetForm == .asterisk ? "*" : "/"
    precondition(head.pathAndQuery.first == begins && !head.pathAndQuery.contains("#"), "not a path")
    switch head.framing {
    case .none: precondition(section.count(.contentLength) + section.count(.transferEncoding) == 0, "a body unread")
    case .length(let length):
        precondition(section.count(.contentLength) == 1 && section.count(.transferEncoding) == 0, "framed twice")
        precondition(section.value(.contentLength).flatMap { Int($0) } == length, "another length")
    case .chunked:
        precondition(section.count(.contentLength) == 0 && section.count(.transferEncoding) == 1, "framed twice")
        precondition(section.value(.transferEncoding)?.lowercased() == "chunked", "another encoding")
    case .untilClose: preconditionFailure("a request until close")
    }
}

/// Written anew from what was read, it is read as the same.
private func checkRoundTrip(_ head: RequestHead) {
    var bytes = ByteBuffer(string: "\(head.methodText) \(head.pathAndQuery) HTTP/1.\(head.minorVersion)\r\n")
    head.section.copyLines(into: &bytes) { _ in true }
    bytes.writeString("\r\n")
    var parser = RequestHeadParser(limits: limits)
    guard let again = try? parser.parse(&bytes) else { preconditionFailure("what was read is not accepted") }
    precondition(bytes.readableBytes == 0, "the head ends elsewhere")
    precondition(again.pathAndQuery == head.pathAndQuery && again.framing == head.framing, "read as something else")
    let (first, second) = (head.section, again.section)
    precondition(first.fields.map { first.text($0.lineRange) } == second.fields.map { second.text($0.lineRange) })
}
