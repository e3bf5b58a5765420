import FuzzHTTP
import HTTPWire
import NIOCore

/// Reads the input as all that a server behind the gateway answers to GETs on one connection.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    let whole = read([input[...]]) { head in
        checkStatusLine(head)
        checkFraming(head)
    }
    for pieces in input.arrivals {
        precondition(read(pieces).agrees(with: whole), "a split changes what is read")
    }
    return 0
}

/// Small enough to be reached.
private let limits = HeadLimits(bytes: 1024, fields: 16)

private func read(_ pieces: [ArraySlice<UInt8>], check: @escaping (ResponseHead) -> Void = { _ in }) -> MessageStream {
    var parser = ResponseHeadParser(limits: limits)
    return MessageStream(pieces) { (buffer) throws(HeadProblem) in
        guard let head = try parser.parse(&buffer) else { return nil }
        check(head)
        return HeadReading(head)
    }
}

/// Version, status and reason make up the first line, and the fields the rest (RFC 9112 4).
private func checkStatusLine(_ head: ResponseHead) {
    let section = head.section
    let (start, end) = (head.statusRange.lowerBound, head.statusRange.upperBound)
    precondition(section.bytes.readableBytes <= limits.bytes && section.fields.count <= limits.fields, "beyond limits")
    precondition(section.text(0..<start) == "HTTP/1.\(head.minorVersion) ", "no version before the status")
    precondition((100...599).contains(head.status), "a status out of range")
    precondition(section.text(start..<start + 3) == "\(head.status)", "another status")
    precondition(end == start + 3 || section.text(start + 3..<start + 4) == " ", "no space before the reason")
    let isVisible = section.withBytes(start..<end) { $0.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 } }
    precondition(isVisible, "a control character in the reason")
    section.check(startLineEnd: end)
}

/// The body ends in one way (RFC 9112 6.3).
private func checkFraming(_ head: ResponseHead) {
    let section = head.section
    let (lengths, encodings) = (section.count(.contentLength), section.count(.transferEncoding))
    precondition(lengths + encodings <= 1, "framed twice")
    switch head.statedFraming {
    case nil: precondition(lengths + encodings == 0, "a framing unread")
    case .length(let length):
        precondition(section.value(.contentLength).flatMap { Int($0) } == length, "another length")
    case .chunked:
        precondition(
            section.value(.transferEncoding)?.lowercased() == "chunked" && head.minorVersion == 1, "not chunked")
    case .some(.none), .untilClose: preconditionFailure("a framing that no field states")
    }
    let hasNoBody = head.status < 200 || head.status == 204 || head.status == 304
    precondition(head.framing(answering: .get) == (hasNoBody ? .none : head.statedFraming ?? .untilClose))
    precondition(head.framing(answering: .head) == .none, "a body to HEAD")
}
