import Directory
import Domain
import Logging
import Sessions
import SignIn

/// What Management is built from.
public struct ManagementParts: Sendable {
    /// The directory; called on threads of Management's own.
    public var directory: DirectoryStore
    /// The sessions.
    public var sessions: any SessionAdministration
    /// What the console keeps in Redis.
    public var console: any ConsoleMemory
    /// How long sessions live.
    public var sessionLimits: SessionLimits
    /// The directory as the data plane sees it now; may block.
    public var view: @Sendable () throws -> DirectoryView
    /// Returns when every loop of the data plane shows all that is committed.
    public var publish: @Sendable () async throws -> Void
    /// The gateway's public URL, without a slash at its end.
    public var gatewayURL: String
    /// The admin listener's public URL, without a slash at its end.
    public var adminURL: String
    /// The proxies in front of the admin listener.
    public var trustedProxies: TrustedProxies
    /// How sign-ins are judged, and how origins may be written.
    public var signIn: SignInDecider.Rules
    /// The operator's token of the settings; nil: only tokens that the directory keeps.
    public var operatorToken: Secret<String>?
    /// The hosts that may serve partners' keys.
    public var jwksHosts: [String]
    /// How many requests a minute one token may make.
    public var rateLimits: RateLimits
    /// The time of day.
    public var clock: @Sendable () -> UnixTime
    /// Where refusals and faults are told.
    public var logger: Logger

    /// Gathers the parts.
    public init(
        directory: DirectoryStore, sessions: any SessionAdministration, console: any ConsoleMemory,
        sessionLimits: SessionLimits, view: @escaping @Sendable () throws -> DirectoryView,
        publish: @escaping @Sendable () async throws -> Void, gatewayURL: String, adminURL: String,
        trustedProxies: TrustedProxies = TrustedProxies([]),
        signIn: SignInDecider.Rules, operatorToken: Secret<String>?, jwksHosts: [String], rateLimits: RateLimits,
        clock: @escaping @Sendable () -> UnixTime, logger: Logger
    ) {
        self.directory = directory
        self.sessions = sessions
        self.console = console
        self.sessionLimits = sessionLimits
        self.view = view
        self.publish = publish
        self.gatewayURL = gatewayURL
        self.adminURL = adminURL
        self.trustedProxies = trustedProxies
        self.signIn = signIn
        self.operatorToken = operatorToken
        self.jwksHosts = jwksHosts
        self.rateLimits = rateLimits
        self.clock = clock
        self.logger = logger
    }
}
