/// The environment's part of the settings.
struct SettingsEnvironment {
    /// What every variable of ours begins with.
    static let prefix = "CASEMENT_"

    /// What the variables say, by key.
    private(set) var texts: [String: SettingsText] = [:]
    /// A sentence for each variable that begins like ours and is not one.
    private(set) var warnings: [String] = []

    /// Picks the variables of `keys`; values of others are not looked at.
    init(_ environment: [String: String], keys: [String]) {
        let known = Dictionary(
            keys.map { (SettingsEntry.variable(of: $0), $0) }, uniquingKeysWith: { first, _ in first })
        for (variable, value) in environment.sorted(by: { $0.key < $1.key }) where variable.hasPrefix(Self.prefix) {
            if let key = known[variable] {
                texts[key] = SettingsText(form: .single(value), place: .environment(variable: variable))
            } else {
                let hint = nearest(to: variable, among: known.keys.sorted()).map { "; did you mean \($0)?" } ?? ""
                warnings.append("\(LoggingEscape.text(variable)) is not a setting\(hint)")
            }
        }
    }
}
