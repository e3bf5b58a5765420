/// Where a setting's value was given.
public enum SettingsPlace: Hashable, Sendable, CustomStringConvertible {
    /// Nowhere: the value is the default.
    case standard
    /// On a line (from 1) of the file.
    case file(name: String, line: Int)
    /// In an environment variable.
    case environment(variable: String)

    /// The word that `config check` shows: `default`, `file` or `environment`.
    public var origin: String {
        switch self {
        case .standard: "default"
        case .file: "file"
        case .environment: "environment"
        }
    }

    /// `casement.yaml:12`, the variable's name, or `default`.
    public var description: String {
        switch self {
        case .standard: origin
        case .file(let name, let line): "\(name):\(line)"
        case .environment(let variable): variable
        }
    }
}

/// One thing wrong with the settings.
public struct SettingsProblem: Hashable, Sendable, CustomStringConvertible {
    /// The key at fault; nil when the file itself cannot be read.
    public let key: String?
    /// Where it was given.
    public let place: SettingsPlace
    /// What is wrong and what to write instead, without a secret.
    public let sentence: String

    /// `casement.yaml:12: gateway.listen: sentence`.
    public var description: String {
        let at = place == .standard ? [] : [place.description]
        return (at + [key, sentence].compactMap(\.self)).joined(separator: ": ")
    }
}

/// Everything wrong with the settings, at once.
public struct SettingsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// At least one.
    public let problems: [SettingsProblem]

    /// One problem a line.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// Why a text is not a value of its type.
struct SettingsComplaint: Error {
    /// What to write instead; quotes the text unless that is a secret.
    let sentence: String

    init(_ sentence: String) { self.sentence = sentence }
}
