/// Whether this build honours a key.
public enum SettingsSupport: String, Hashable, Sendable {
    /// It does.
    case now
    /// It reads and checks it, and refuses to serve when it is set away from its default.
    case later
}

/// A key as `config check` shows it and the documentation lists it.
public struct SettingsEntry: Hashable, Sendable, Encodable {
    /// The dotted name, `gateway.public_url`.
    public let key: String
    /// The value in force, as it would be written; a secret as dots.
    public let value: String
    /// The value when nothing is given.
    public let standard: String
    /// Where the value comes from.
    public let place: SettingsPlace
    /// Whether this build honours the key.
    public let support: SettingsSupport
    /// What the key does, in a sentence.
    public let help: String

    /// The environment variable that overrides the key.
    public var variable: String { Self.variable(of: key) }

    /// `gateway.public_url` becomes `CASEMENT_GATEWAY_PUBLIC_URL`.
    static func variable(of key: String) -> String {
        SettingsEnvironment.prefix + key.uppercased().replacing(".", with: "_")
    }

    /// An object of `key`, `value` and `origin` (`default`, `file` or `environment`).
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        try fields.encode(key, forKey: .key)
        try fields.encode(value, forKey: .value)
        try fields.encode(place.origin, forKey: .origin)
    }

    private enum Field: String, CodingKey { case key, value, origin }
}
