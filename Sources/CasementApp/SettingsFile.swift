import Foundation
import Yams

/// The file's part of the settings.
struct SettingsFile {
    /// What the file says, by key.
    private(set) var texts: [String: SettingsText] = [:]
    /// Unknown and repeated keys, and whatever is not YAML.
    private(set) var problems: [SettingsProblem] = []

    private let name: String
    private let keys: Set<String>
    private let sections: Set<String>

    /// Reads the file at `path`, whose keys must be among `keys`.
    init(path: String, keys: [String]) {
        let text = FileManager.default.contents(atPath: path).flatMap { String(validating: $0, as: UTF8.self) }
        self.init(text: text ?? "", name: path, keys: keys)
        if text == nil { complain(nil, nil, "cannot be read as text") }
    }

    /// Reads YAML; `name` is what problems call it.
    init(text: String, name: String, keys: [String]) {
        self.name = name
        self.keys = Set(keys)
        sections = Set(keys.flatMap(Self.sections))
        do {
            if let root = try Yams.compose(yaml: text) { walk(root, in: nil) }
        } catch {
            complain(error)
        }
    }

    private mutating func walk(_ node: Node, in section: String?) {
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping { take(value, key: key, in: section) }
        case .scalar(let scalar) where scalar.isNull: break
        case .scalar, .sequence, .alias:
            complain(
                section, node,
                section == nil ? "is not YAML with sections such as gateway" : "is a section: write its keys below it")
        }
    }

    private mutating func take(_ node: Node, key: Node, in section: String?) {
        let path = ([section, key.scalar?.string].compactMap(\.self)).joined(separator: ".")
        if sections.contains(path) {
            walk(node, in: path)
        } else if !keys.contains(path) {
            let hint = nearest(to: path, among: keys.union(sections).sorted()).map { "; did you mean \($0)?" } ?? ""
            complain(path, key, "is not a setting\(hint)")
        } else if texts[path] != nil {
            complain(path, key, "is repeated")
        } else if let form = form(of: node) {
            texts[path] = SettingsText(form: form, place: place(key))
        } else {
            complain(path, key, "takes a value or a list of values")
        }
    }

    /// Nil for a mapping, or a sequence of anything but scalars.
    private func form(of node: Node) -> SettingsText.Form? {
        switch node {
        case .scalar(let scalar): return .single(scalar.isNull ? "" : scalar.string)
        case .sequence(let sequence):
            let texts = sequence.compactMap { $0.scalar?.string }
            return texts.count == sequence.count ? .sequence(texts) : nil
        case .mapping, .alias: return nil
        }
    }

    private func place(_ node: Node?) -> SettingsPlace { .file(name: name, line: node?.mark?.line ?? 1) }

    private mutating func complain(_ key: String?, _ node: Node?, _ sentence: String) {
        let key = key.map(LoggingEscape.text)
        problems.append(SettingsProblem(key: key, place: place(node), sentence: sentence))
    }

    private mutating func complain(_ error: any Error) {
        let found: (line: Int, sentence: String) =
            switch error as? YamlError {
            case .duplicatedKeysInMapping(let names, let context):
                (context.mark.line, "\(names.joined(separator: ", ")) is repeated; it stands here first")
            case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
                .composer(_, let problem, let mark, _):
                (mark.line, "is not YAML: \(problem)")
            case .no, .memory, .reader, .writer, .emitter, .representer, .dataCouldNotBeDecoded, nil: (1, "is not YAML")
            }
        let place = SettingsPlace.file(name: name, line: found.line)
        problems.append(SettingsProblem(key: nil, place: place, sentence: found.sentence))
    }

    /// `a.b.c` lies in `a` and `a.b`.
    private static func sections(of key: String) -> [String] {
        let names = key.split(separator: ".").dropLast()
        return names.indices.map { names[...$0].joined(separator: ".") }
    }
}

extension Node.Scalar {
    /// A plain `null`, `~` or nothing, in YAML's words.
    fileprivate var isNull: Bool { style == .plain && ["", "~", "null", "Null", "NULL"].contains(string) }
}
