import Directory
import Domain
import Gateway
import HTTPWire
import Logging
import Management
import NIOCore
import RedisClient
import Sessions
import SignIn
import TokenVerification

extension Settings {
    /// How long sessions live.
    public var sessionLimits: SessionLimits {
        SessionLimits(
            idle: session.idleTimeout.components.seconds, absolute: session.absoluteTimeout.components.seconds)
    }

    /// How sign-ins are judged, by the gateway and by the command line alike.
    public var signInRules: SignInDecider.Rules {
        SignInDecider.Rules(
            limits: TokenLimits(
                maxAge: token.maxAge.components.seconds, leeway: token.leeway.components.seconds,
                maxLifetime: token.maxLifetime.components.seconds),
            audience: gateway.publicURL.description, origins: OriginParser(allowHTTP: origins.allowHTTP))
    }
}

extension Gateway.Parts {
    /// What these settings and the files they name make of the gateway; `management` is where Management listens for it.
    init(
        _ settings: Settings, view: DirectoryView, assertions: AssertionKeys, management: UpstreamAddress,
        tls: GatewayTLS,
        wantsKeys: @escaping @Sendable (VendorID) -> Void, logger: Logger
    ) {
        let limits = settings.sessionLimits
        let (server, replicas) = (tls.redis.server, settings.redis.waitReplicas)
        let timeout = TimeAmount(settings.gateway.timeouts.redisCommand)
        var configuration = GatewayConfiguration(settings.gateway, settings.origins)
        configuration.management = management
        configuration.certificate = tls.front?.reading.value
        configuration.upstreamTrust = tls.upstreamTrust
        self.init(
            configuration: configuration, signIn: settings.signInRules,
            view: view, assertions: assertions,
            makeSessions: { eventLoop in
                SessionStore(
                    redis: RedisClient(server: server, eventLoop: eventLoop, commandTimeout: timeout), limits: limits,
                    replicas: replicas)
            }, wantsKeys: wantsKeys, logger: logger, clock: { .now })
    }
}

extension ManagementParts {
    /// What these settings make of the management API.
    init(
        _ settings: Settings, directory: DirectoryStore, sessions: SessionAccess,
        view: @escaping @Sendable () throws -> DirectoryView, publish: @escaping @Sendable () async throws -> Void,
        logger: Logger
    ) {
        self.init(
            directory: directory, sessions: sessions, console: sessions, sessionLimits: settings.sessionLimits,
            view: view, publish: publish, gatewayURL: settings.gateway.publicURL.description,
            adminURL: settings.admin.publicURL.description,
            trustedProxies: TrustedProxies(settings.gateway.trustedProxies), signIn: settings.signInRules,
            operatorToken: settings.admin.token,
            jwksHosts: settings.keys.jwksHosts,
            rateLimits: RateLimits(
                requests: settings.admin.rateLimits.requests, bulk: settings.admin.rateLimits.bulk),
            clock: { .now }, logger: logger)
    }
}

extension GatewayConfiguration {
    /// The data plane's part of the settings, without what is in files.
    init(_ settings: Settings.Gateway, _ origins: Settings.Origins) {
        self.init(
            listen: settings.listen, publicURL: PublicURL(settings.publicURL),
            upstreams: settings.upstreams.map(\.endpoint))
        healthCheck = HealthCheck(settings.healthCheck)
        transportSecurityAge = settings.hsts?.components.seconds
        hosts = settings.hosts
        upstreamHost = settings.upstreamHost == .public ? .publicAuthority : .upstream
        publicPaths = settings.publicPaths
        trustedProxies = settings.trustedProxies
        pinnedOriginWrites = settings.pinnedOriginWrites
        rewritesWebSocketOrigin = settings.rewriteWebSocketOrigin
        servesAPI = settings.api
        assertionAudience = settings.assertionAudience
        rewritesCookies = settings.rewriteCookies
        rewritesLocation = settings.rewriteLocation
        clearSiteData = settings.clearSiteData
        allowsHTTPOrigins = origins.allowHTTP
        headLimits = HeadLimits(bytes: settings.limits.headBytes, fields: settings.limits.headFields)
        bodyLimit = settings.limits.bodyBytes
        timeouts = Timeouts(settings.timeouts)
        workers = settings.workers
    }
}

extension GatewayConfiguration.HealthCheck {
    fileprivate init?(_ settings: Settings.Gateway.HealthCheck) {
        guard let interval = settings.interval else { return nil }
        self.init()
        path = settings.path
        self.interval = TimeAmount(interval)
        timeout = TimeAmount(settings.timeout)
    }
}

extension GatewayConfiguration.Timeouts {
    fileprivate init(_ settings: Settings.Gateway.Timeouts) {
        self.init()
        head = TimeAmount(settings.head)
        keepAlive = TimeAmount(settings.keepAlive)
        bodyIdle = TimeAmount(settings.bodyIdle)
        upstreamConnect = TimeAmount(settings.upstreamConnect)
        upstreamAnswer = TimeAmount(settings.upstreamAnswer)
        drain = TimeAmount(settings.drain)
    }
}
