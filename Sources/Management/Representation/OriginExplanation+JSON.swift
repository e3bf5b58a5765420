import Domain
import OriginPolicy

extension OriginExplanation {
    /// The members of its JSON, absent ones left out as its `Codable` does.
    public var members: [(String, JSONText)] {
        let optional = [
            ("code", code), ("message", message), ("asked", asked), ("origin", origin), ("list", list?.rawValue),
            ("entry", entry),
        ]
        let entries = effective.map { entry in
            JSONText.object([("entry", .string(entry.entry)), ("list", .string(entry.list.rawValue))])
        }
        return [("accepted", .bool(accepted))]
            + optional.compactMap { name, value in value.map { (name, .string($0)) } }
            + [("rule", .string(rule.rawValue)), ("effective", .array(entries))]
            + (frameAncestors.map { [("frame_ancestors", .string($0))] } ?? [])
    }
}
