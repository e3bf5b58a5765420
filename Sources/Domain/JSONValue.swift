/// A JSON text's value (RFC 8259), as far as tokens, keys and requests need it.
public enum JSONValue: Hashable, Sendable {
    /// Members by name.
    case object(JSONObject)
    /// Elements in order.
    case array([JSONValue])
    /// Text, unescaped.
    case string(String)
    /// A number.
    case number(JSONNumber)
    /// `true` or `false`
    case bool(Bool)
    /// `null`
    case null
}

/// A JSON object: no name occurs twice. Names are compared byte by byte, not by Unicode equivalence.
public struct JSONObject: Hashable, Sendable {
    private var members: [Member] = []

    private struct Member: Hashable, Sendable {
        let name: String
        let value: JSONValue
    }

    /// An object without members.
    public init() {}

    /// The value of that name; nil when it is absent.
    public subscript(name: String) -> JSONValue? { members.first { $0.name.hasSameBytes(as: name) }?.value }

    /// The names of all members, in order.
    public var names: [String] { members.map(\.name) }

    /// Adds a member without looking whether its name is there; `hasDuplicates` tells at the end.
    public mutating func append(_ name: String, _ value: JSONValue) { members.append(Member(name: name, value: value)) }

    /// Whether two members have one name.
    public var hasDuplicates: Bool {
        guard members.count <= 16 else { return Set(members.map { Array($0.name.utf8) }).count < members.count }
        return members.indices.dropFirst().contains { index in
            members[..<index].contains { $0.name.hasSameBytes(as: members[index].name) }
        }
    }
}

extension String {
    /// Equal byte by byte. `==` alone would also take canonically equivalent spellings for equal, but is quicker to say no.
    public func hasSameBytes(as other: String) -> Bool {
        utf8.count == other.utf8.count && self == other && utf8.elementsEqual(other.utf8)
    }
}
