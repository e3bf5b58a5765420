import Logging

extension Settings {
    /// `session.*`: how long sessions live.
    public struct Session: Hashable, Sendable {
        /// Without activity; whole seconds.
        public let idleTimeout: Duration
        /// In all; whole seconds.
        public let absoluteTimeout: Duration
    }

    /// `keys.*`: where partners' keys may be fetched.
    public struct Keys: Hashable, Sendable {
        /// The hosts of JWKS URLs, in lower case.
        public let jwksHosts: [String]
    }

    /// `token.*`: how long tokens are good for.
    public struct Token: Hashable, Sendable {
        /// After `iat`; whole seconds.
        public let maxAge: Duration
        /// Added to the ends, for clocks that differ; whole seconds.
        public let leeway: Duration
        /// How far ahead `exp` may lie where there is no `iat`; whole seconds.
        public let maxLifetime: Duration
    }

    /// `origins.*`: what origins may be.
    public struct Origins: Hashable, Sendable {
        /// Whether http is allowed on hosts other than loopback ones.
        public let allowHTTP: Bool
    }

    /// `log.*`: the log.
    public struct Log: Hashable, Sendable {
        /// The least level that is written.
        public let level: Logger.Level
        /// How a line is written.
        public let format: LoggingFormat
    }
}

extension Settings.Session {
    init(reading keys: inout SettingsReader) {
        idleTimeout = keys.take(
            "session.idle_timeout", .time(atLeast: .seconds(1)), default: .seconds(3600),
            "How long a session lives without activity.")
        absoluteTimeout = keys.take(
            "session.absolute_timeout", .time(atLeast: .seconds(1)), default: .seconds(12 * 3600),
            "How long a session lives in all.")
    }
}

extension Settings.Keys {
    init(reading keys: inout SettingsReader) {
        jwksHosts = keys.take(
            "keys.jwks_hosts", .list(of: .host), default: [], "Hosts that partners' JWKS may be fetched from.")
    }
}

extension Settings.Token {
    init(reading keys: inout SettingsReader) {
        maxAge = keys.take(
            "token.max_age", .time(atLeast: .seconds(1)), default: .seconds(600),
            "How long a token is good for after its iat.")
        leeway = keys.take(
            "token.leeway", .time(atLeast: .zero), default: .seconds(60),
            "What is added to that, for clocks that differ.")
        maxLifetime = keys.take(
            "token.max_lifetime", .time(atLeast: .seconds(1)), default: .seconds(3600),
            "How far ahead exp may lie where a token has no iat.")
    }
}

extension Settings.Origins {
    init(reading keys: inout SettingsReader) {
        allowHTTP = keys.take(
            "origins.allow_http", .flag, default: false,
            "Whether origins may be http on hosts other than loopback ones.")
    }
}

extension Settings.Log {
    init(reading keys: inout SettingsReader) {
        level = keys.take(
            "log.level", .word, default: .info,
            "The least level that is logged: trace, debug, info, notice, warning, error or critical.")
        format = keys.take("log.format", .word, default: .text, "How a line is written: text or json.")
    }
}
