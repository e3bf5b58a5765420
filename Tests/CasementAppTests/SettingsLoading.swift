@testable import CasementApp

/// The settings of a YAML text and variables.
func load(_ yaml: String, _ environment: [String: String] = [:]) throws -> Settings {
    try loadWithWarnings(yaml, environment).settings
}

/// The same with its warnings.
func loadWithWarnings(
    _ yaml: String, _ environment: [String: String] = [:]
) throws(SettingsError) -> (settings: Settings, warnings: [String]) {
    let keys = Settings.table.map(\.key)
    return try Settings.load(file: SettingsFile(text: yaml, name: "c.yaml", keys: keys), environment, keys)
}

/// What is wrong with them, a line a problem; empty when nothing is.
func problems(_ yaml: String, _ environment: [String: String] = [:]) -> [String] {
    do {
        _ = try loadWithWarnings(yaml, environment)
        return []
    } catch {
        return error.problems.map(\.description)
    }
}

/// What is wrong with one key of a value, without the place and the key; nil when nothing is.
func complaint(_ key: String, _ value: String) -> String? {
    let variable = SettingsEntry.variable(of: key)
    return problems("", [variable: value]).first.map { String($0.trimmingPrefix("\(variable): \(key): ")) }
}
