import Domain

/// A schema of the API's document, as far as it says which members and types there are.
struct DocumentSchema {
    let node: DocumentNode
    let document: OpenAPIDocument

    init(_ node: DocumentNode, _ document: OpenAPIDocument) {
        self.node = document.resolved(node)
        self.document = document
    }

    var properties: [String: DocumentSchema] {
        (node["properties"]?.members ?? [:]).mapValues { DocumentSchema($0, document) }
    }

    var required: Set<String> { Set(node["required"]?.texts ?? []) }

    var items: DocumentSchema? { node["items"].map { DocumentSchema($0, document) } }

    private var alternatives: [DocumentSchema] {
        // An object with members of its own may say besides which of them go together.
        node["properties"] == nil ? (node["oneOf"]?.elements ?? []).map { DocumentSchema($0, document) } : []
    }

    /// The names of the types that a value may be of, those of alternatives included.
    var types: Set<String> {
        Set(node["type"]?.texts ?? []).union(alternatives.flatMap(\.types))
    }

    /// The members of the object, or of the objects in the array, whichever alternative has them.
    var inner: DocumentSchema { items ?? alternatives.first { !$0.properties.isEmpty } ?? self }

    /// What of a value the schema does not say.
    func faults(of value: JSONValue, at place: String) -> [String] {
        let others = alternatives
        guard others.isEmpty else {
            let faults = others.map { $0.faults(of: value, at: place) }
            return faults.contains(where: \.isEmpty) ? [] : faults.flatMap(\.self)
        }
        guard types.isEmpty || !types.isDisjoint(with: value.typeNames) else {
            return ["\(place) is \(value.typeNames), not \(types)"]
        }
        if let allowed = node["enum"]?.texts, let text = value.text, !allowed.contains(text) {
            return ["\(place) is \(text), not one of \(allowed)"]
        }
        return faultsWithin(value, place)
    }

    private func faultsWithin(_ value: JSONValue, _ place: String) -> [String] {
        switch value {
        case .object(let object):
            let names = Set(object.names)
            let unknown = node["additionalProperties"]?.text == "false" ? names.subtracting(properties.keys) : []
            let missing = required.subtracting(names)
            return unknown.map { "\(place).\($0) is not described" } + missing.map { "\(place).\($0) is missing" }
                + object.names.flatMap { name in
                    properties[name]?.faults(of: object[name] ?? .null, at: "\(place).\(name)") ?? []
                }
        case .array(let elements):
            return elements.enumerated().flatMap { items?.faults(of: $0.element, at: "\(place)[\($0.offset)]") ?? [] }
        case .string, .number, .bool, .null: return []
        }
    }
}

extension JSONValue {
    fileprivate var typeNames: Set<String> {
        switch self {
        case .object: ["object"]
        case .array: ["array"]
        case .string: ["string"]
        case .number(let number): number.isWhole ? ["integer", "number"] : ["number"]
        case .bool: ["boolean"]
        case .null: ["null"]
        }
    }
}
