import Yams

/// A part of a YAML document: what stands there, whatever YAML would take it for.
indirect enum DocumentNode: Sendable {
    case text(String)
    case list([DocumentNode])
    case map([String: DocumentNode])

    init(_ node: Node) {
        switch node {
        case .scalar(let scalar): self = .text(scalar.string)
        case .sequence(let sequence): self = .list(sequence.map { DocumentNode($0) })
        case .mapping(let mapping):
            self = .map(
                Dictionary(mapping.map { ($0.key.string ?? "", DocumentNode($0.value)) }) { first, _ in first })
        case .alias: self = .map([:])
        }
    }

    subscript(name: String) -> DocumentNode? { members[name] }

    var members: [String: DocumentNode] {
        guard case .map(let members) = self else { return [:] }
        return members
    }

    var elements: [DocumentNode] {
        guard case .list(let elements) = self else { return [] }
        return elements
    }

    var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    /// The texts of a list, or the one text.
    var texts: [String] { text.map { [$0] } ?? elements.compactMap(\.text) }
}
