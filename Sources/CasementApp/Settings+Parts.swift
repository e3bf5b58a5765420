import Domain
import Foundation
import Gateway
import HTTPWire
import Logging
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

    /// What the gateway is made from.
    func gatewayParts(view: DirectoryView, logger: Logger) -> Gateway.Parts {
        let limits = sessionLimits
        let address = redis.url
        let timeout = TimeAmount(gateway.timeouts.redisCommand)
        return Gateway.Parts(
            configuration: gatewayConfiguration, signIn: signInRules, view: view,
            makeSessions: { eventLoop in
                SessionStore(
                    redis: RedisClient(address: address, eventLoop: eventLoop, commandTimeout: timeout), limits: limits)
            }, logger: logger, clock: { UnixTime(Int64(Date().timeIntervalSince1970)) })
    }

    private var gatewayConfiguration: GatewayConfiguration {
        var configuration = GatewayConfiguration(
            listen: gateway.listen, publicURL: PublicURL(gateway.publicURL), upstream: gateway.upstream.endpoint)
        configuration.hosts = gateway.hosts
        configuration.upstreamHost = gateway.upstreamHost == .public ? .publicAuthority : .upstream
        configuration.publicPaths = gateway.publicPaths
        configuration.trustedProxies = gateway.trustedProxies
        configuration.pinnedOriginWrites = gateway.pinnedOriginWrites
        configuration.clearSiteData = gateway.clearSiteData
        configuration.allowsHTTPOrigins = origins.allowHTTP
        configuration.headLimits = HeadLimits(bytes: gateway.limits.headBytes, fields: gateway.limits.headFields)
        configuration.bodyLimit = gateway.limits.bodyBytes
        configuration.timeouts = gateway.timeouts.forGateway
        configuration.workers = gateway.workers
        return configuration
    }
}

extension Settings.Timeouts {
    fileprivate var forGateway: GatewayConfiguration.Timeouts {
        var timeouts = GatewayConfiguration.Timeouts()
        timeouts.head = TimeAmount(head)
        timeouts.keepAlive = TimeAmount(keepAlive)
        timeouts.bodyIdle = TimeAmount(bodyIdle)
        timeouts.upstreamConnect = TimeAmount(upstreamConnect)
        timeouts.upstreamAnswer = TimeAmount(upstreamAnswer)
        timeouts.drain = TimeAmount(drain)
        return timeouts
    }
}
