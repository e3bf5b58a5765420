import Domain

/// Every setting, read once and checked; `report` says where each value comes from.
public struct Settings: Sendable {
    /// The listener in front of the application.
    public let gateway: Gateway
    /// The management listener.
    public let admin: Admin
    /// The store of partners and customers.
    public let directory: Directory
    /// The store of sessions.
    public let redis: Redis
    /// How long sessions live.
    public let session: Session
    /// Where partners' keys may be fetched.
    public let keys: Keys
    /// How long tokens are good for.
    public let token: Token
    /// What origins may be.
    public let origins: Origins
    /// The log.
    public let log: Log

    /// Every key in the order of the documentation, its value, and where that comes from; secrets are dots.
    public let report: [SettingsEntry]
    /// What is set and this build does not honour: `serve` refuses to start while there is any.
    public let notSupportedYet: [SettingsProblem]
}

extension Settings {
    /// Every key with its default, as when nothing is given.
    public static var table: [SettingsEntry] {
        var nothing = SettingsReader([:])
        _ = Settings(reading: &nothing)
        return nothing.entries
    }

    /// Reads the file, if one is named, and the `CASEMENT_…` variables over it. Warnings name variables of no key.
    /// Throws every problem at once, except that YAML which cannot be read, or repeats a key in a section, hides the rest
    /// of the file.
    public static func load(
        file path: String?, environment: [String: String]
    ) throws(SettingsError) -> (settings: Settings, warnings: [String]) {
        let keys = table.map(\.key)
        return try load(file: path.map { SettingsFile(path: $0, keys: keys) }, environment, keys)
    }

    static func load(
        file: SettingsFile?, _ environment: [String: String], _ keys: [String]
    ) throws(SettingsError) -> (settings: Settings, warnings: [String]) {
        let variables = SettingsEnvironment(environment, keys: keys)
        var reader = SettingsReader((file?.texts ?? [:]).merging(variables.texts) { _, override in override })
        let settings = Settings(reading: &reader)
        let problems = (file?.problems ?? []) + reader.problems
        guard let settings, problems.isEmpty else { throw SettingsError(problems: problems) }
        return (settings, variables.warnings)
    }

    /// Takes every key, also after a wrong one; nil when a key without a default is missing, which is then a problem.
    private init?(reading reader: inout SettingsReader) {
        let gateway = Gateway(reading: &reader)
        let admin = Admin(reading: &reader)
        directory = Directory(reading: &reader)
        redis = Redis(reading: &reader)
        session = Session(reading: &reader)
        keys = Keys(reading: &reader)
        token = Token(reading: &reader)
        origins = Origins(reading: &reader)
        log = Log(reading: &reader)
        guard let gateway, let admin else { return nil }
        self.gateway = gateway
        self.admin = admin
        report = reader.entries
        notSupportedYet = reader.notYet
    }
}
