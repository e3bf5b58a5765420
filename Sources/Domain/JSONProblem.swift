/// Why a text is not JSON that we take.
public enum JSONProblem: Error, Hashable, Sendable {
    /// Not by the grammar of RFC 8259; `offset` is where it was noticed.
    case syntax(offset: Int)
    /// An object names a member twice.
    case duplicateName
    /// Arrays and objects nested deeper than `JSONParser.maxDepth`.
    case tooDeep
    /// Bytes that are not UTF-8, or an escaped surrogate without its partner.
    case invalidText
}

extension JSONProblem: CustomStringConvertible {
    /// What is wrong, to be put behind "The header", "The payload" or "The body".
    public var description: String {
        switch self {
        case .syntax(let offset): "is not JSON from byte \(offset) on"
        case .duplicateName: "names a member twice"
        case .tooDeep: "is nested deeper than \(JSONParser.maxDepth)"
        case .invalidText: "holds text that is not Unicode"
        }
    }
}
