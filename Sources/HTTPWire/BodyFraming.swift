/// How the end of a message's body is known (RFC 9112 6.3).
public enum BodyFraming: Hashable, Sendable {
    /// There is no body.
    case none
    /// This many bytes follow.
    case length(Int)
    /// Chunks follow.
    case chunked
    /// The body ends with the connection; answers only.
    case untilClose
}

extension FieldSection {
    /// The framing that Content-Length and Transfer-Encoding state together, nil for neither; strict as RFC 9112 6 allows.
    func statedFraming(minorVersion: Int) throws(HeadProblem) -> BodyFraming? {
        let lengths = count(.contentLength)
        let encodings = count(.transferEncoding)
        if encodings > 0 {
            guard lengths == 0 else { throw .framingConflict }
            guard encodings == 1, minorVersion == 1, let field = first(.transferEncoding),
                withBytes(field.valueRange, { ASCII.equalsFolding($0, "chunked") })
            else { throw .transferEncoding }
            return .chunked
        }
        guard lengths > 0 else { return nil }
        guard lengths == 1, let field = first(.contentLength), let length = withBytes(field.valueRange, ASCII.number)
        else {
            throw .contentLength
        }
        return .length(length)
    }
}
