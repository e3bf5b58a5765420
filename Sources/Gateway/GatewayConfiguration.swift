import Domain
import HTTPWire
import NIOCore

/// Everything that an operator settles about the data plane, already checked.
public struct GatewayConfiguration: Sendable {
    /// Where to listen.
    public var listen: Endpoint
    /// What clients are shown; nil: they talk plain HTTP, to the gateway or to a proxy in front of it.
    public var certificate: ServerCertificate?
    /// How long browsers are to keep to https, in seconds; nil: they are not told.
    public var transportSecurityAge: Int64?
    /// Who the gateway is to browsers; decides scheme, own origin and cookie names.
    public var publicURL: PublicURL
    /// Hosts answered for besides the public one: `name`, `name:port` or `*`.
    public var hosts: [String]
    /// Where the application is: at least one address, each of a server that can answer any request.
    public var upstreams: [Endpoint]
    /// How those are checked where there are several; nil: only requests tell how they fare.
    public var healthCheck: HealthCheck?
    /// Who each must prove to be by TLS; nil: plain HTTP is spoken there.
    public var upstreamTrust: UpstreamTrust?
    /// Which authority the application sees in Host.
    public var upstreamHost: UpstreamHost
    /// Where Management listens for the gateway, with the workspace's own pages; nil: there are none.
    public var management: UpstreamAddress?
    /// Whether `/api/…` leads there, too; else those paths are the application's.
    public var servesAPI: Bool
    /// Path prefixes that need no session.
    public var publicPaths: [String]
    /// Peers whose `X-Forwarded-For` is believed.
    public var trustedProxies: [AddressRange]
    /// Whether the pinned origin may write to the application.
    public var pinnedOriginWrites: Bool
    /// The `aud` of assertions.
    public var assertionAudience: String
    /// Whether the application's cookies are rewritten for frames.
    public var rewritesCookies: Bool
    /// Whether the application's `Location` is mapped back to the public URL.
    public var rewritesLocation: Bool
    /// Whether a WebSocket's Origin, once it is allowed, becomes the application's own.
    public var rewritesWebSocketOrigin: Bool
    /// Whether a sign-out tells the browser to clear the application's storage.
    public var clearSiteData: Bool
    /// Whether origins may be `http` beyond loopback.
    public var allowsHTTPOrigins: Bool
    /// How large a head may be.
    public var headLimits: HeadLimits
    /// How large a proxied body may be, in bytes; nil: as large as it comes.
    public var bodyLimit: Int?
    /// How long things may take.
    public var timeouts: Timeouts
    /// How many event loops to run.
    public var workers: Int

    /// A gateway with the defaults of the settings, in front of one application at one or more addresses.
    public init(listen: Endpoint, publicURL: PublicURL, upstreams: [Endpoint]) {
        self.listen = listen
        self.publicURL = publicURL
        self.upstreams = upstreams
        healthCheck = HealthCheck()
        certificate = nil
        transportSecurityAge = nil
        upstreamTrust = nil
        hosts = []
        upstreamHost = .publicAuthority
        management = nil
        servesAPI = false
        publicPaths = []
        trustedProxies = []
        pinnedOriginWrites = false
        assertionAudience = publicURL.origin.description
        rewritesCookies = true
        rewritesLocation = true
        rewritesWebSocketOrigin = true
        clearSiteData = true
        allowsHTTPOrigins = false
        headLimits = HeadLimits()
        bodyLimit = nil
        timeouts = Timeouts()
        workers = 1
    }

    /// The authority that the application sees in Host.
    public enum UpstreamHost: String, Sendable {
        /// The gateway's own.
        case publicAuthority = "public"
        /// The application's address.
        case upstream
    }

    /// A question that each server is asked again and again.
    public struct HealthCheck: Sendable {
        /// The path and query to GET; nil: a connection is answer enough.
        public var path: String?
        /// Between an answer and the next question.
        public var interval = TimeAmount.seconds(2)
        /// For an answer.
        public var timeout = TimeAmount.seconds(2)

        /// The defaults.
        public init() {}
    }

    /// How long things may take.
    public struct Timeouts: Sendable {
        /// From the first byte of a head to its last.
        public var head = TimeAmount.seconds(10)
        /// Between two requests on a connection.
        public var keepAlive = TimeAmount.seconds(75)
        /// Without a byte of a body, either way.
        public var bodyIdle = TimeAmount.seconds(60)
        /// To connect to the application.
        public var upstreamConnect = TimeAmount.seconds(2)
        /// From the request's end to the answer's head.
        public var upstreamAnswer = TimeAmount.seconds(60)
        /// For the rest of a WebSocket's frame that must end before the gateway's own close frame.
        public var frameRest = TimeAmount.seconds(2)
        /// From the order to stop to the end of running requests.
        public var drain = TimeAmount.seconds(30)

        /// The defaults.
        public init() {}
    }
}
