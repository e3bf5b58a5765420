import Domain
import Foundation

/// Takes keys from what was written. To take a key is to declare it: name, type, default and help stand in one place,
/// and a reader of nothing gives the whole table.
struct SettingsReader {
    /// The keys taken so far, in order.
    private(set) var entries: [SettingsEntry] = []
    /// What is wrong so far.
    private(set) var problems: [SettingsProblem] = []
    /// What is right, but not honoured by this build.
    private(set) var notYet: [SettingsProblem] = []

    private let texts: [String: SettingsText]

    init(_ texts: [String: SettingsText]) { self.texts = texts }

    /// The key's value; the default when it is not given, and when it is wrong, which is then a problem.
    mutating func take<Value>(
        _ key: String, _ type: SettingsType<Value>, default standard: Value, _ help: String,
        _ support: SettingsSupport = .now
    ) -> Value {
        let value = read(key, type) ?? standard
        declare(key, type.show(value), type.show(standard), support, help)
        return value
    }

    /// The value of a key that has a default only if `standard` is not nil; nil when there is then a problem.
    mutating func take<Value>(
        _ key: String, _ type: SettingsType<Value>, derived standard: Value?, orElse sentence: String, _ help: String,
        _ support: SettingsSupport = .now
    ) -> Value? {
        if standard == nil, !isGiven(key) { complain(key, sentence) }
        let value = read(key, type) ?? standard
        let shown = standard.map(type.show) ?? "none"
        declare(key, value.map(type.show) ?? shown, shown, support, help)
        return value
    }

    /// A secret's value, from the key or from the file that `<key>_file` names; both at once is a problem.
    mutating func take<Value>(
        _ key: String, orFile type: SettingsType<Value>, default standard: Value, _ help: String,
        _ support: SettingsSupport = .now
    ) -> Value {
        let fileKey = key + "_file"
        let path = read(fileKey, .optional(.text)) ?? nil
        var value = read(key, type)
        if isGiven(key), path != nil {
            complain(fileKey, "is given beside \(key); give one of them")
        } else if let path {
            value = self.value(inFile: path, fileKey, type)
        }
        declare(key, type.show(value ?? standard), type.show(standard), support, help)
        declare(fileKey, path ?? "none", "none", support, "A file that holds \(key).")
        return value ?? standard
    }

    /// Whether the key is written anywhere.
    func isGiven(_ key: String) -> Bool { texts[key] != nil }

    /// Notes that a key's value does not go with the others.
    mutating func complain(_ key: String, _ sentence: String) { problems.append(problem(key, sentence)) }

    /// Notes that this build does not honour a key's value yet.
    mutating func postpone(_ key: String, _ sentence: String) { notYet.append(problem(key, sentence)) }

    private func problem(_ key: String, _ sentence: String) -> SettingsProblem {
        SettingsProblem(key: key, place: texts[key]?.place ?? .standard, sentence: sentence)
    }

    private mutating func read<Value>(_ key: String, _ type: SettingsType<Value>) -> Value? {
        guard let text = texts[key] else { return nil }
        return value(key) { () throws(SettingsComplaint) in try type.read(text.form) }
    }

    private mutating func value<Value>(inFile path: String, _ key: String, _ type: SettingsType<Value>) -> Value? {
        value(key) { () throws(SettingsComplaint) in
            guard let data = FileManager.default.contents(atPath: path),
                let text = String(validating: data, as: UTF8.self)
            else { throw SettingsComplaint("the file \(quoted(path)) cannot be read as text") }
            return try type.read(.single(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        }
    }

    private mutating func value<Value>(_ key: String, _ read: () throws(SettingsComplaint) -> Value) -> Value? {
        do { return try read() } catch {
            complain(key, error.sentence)
            return nil
        }
    }

    private mutating func declare(
        _ key: String, _ value: String, _ standard: String, _ support: SettingsSupport, _ help: String
    ) {
        let place = texts[key]?.place ?? .standard
        entries.append(
            SettingsEntry(key: key, value: value, standard: standard, place: place, support: support, help: help))
        guard place != .standard, value != standard else { return }
        switch support {
        case .now: break
        case .later: postpone(key, "is not supported yet")
        }
    }
}
