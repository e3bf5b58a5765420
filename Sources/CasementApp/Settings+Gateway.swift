import Domain
import Foundation

extension Settings {
    /// `gateway.*`: the listener in front of the application.
    public struct Gateway: Sendable {
        /// Whose name the application sees in `Host`.
        public enum UpstreamHost: String, Hashable, Sendable, CaseIterable {
            /// The public authority.
            case `public`
            /// The application's own.
            case upstream
        }

        /// Where it listens.
        public let listen: Endpoint
        /// The origin that browsers know it by: decides scheme, cookie names and `Host`.
        public let publicURL: Origin
        /// Other values of `Host` that are served; `*` is any.
        public let hosts: [String]
        /// The application's addresses; at least one, all of one scheme, none twice.
        public let upstreams: [Upstream]
        /// How several addresses are checked.
        public let healthCheck: HealthCheck
        /// The certificates that an https application is checked against.
        public let upstreamCA: String?
        /// What the application sees in `Host`.
        public let upstreamHost: UpstreamHost
        /// The files of the certificate chain and its key; nil: no TLS in front.
        public let tls: Certificate?
        /// The `max-age` of `Strict-Transport-Security`; nil: the header is not sent.
        public let hsts: Duration?
        /// How many event loops.
        public let workers: Int
        /// Path prefixes of the application that need no session.
        public let publicPaths: [String]
        /// Peers whose `X-Forwarded-For` is believed.
        public let trustedProxies: [AddressRange]
        /// Whether the pinned origin may write to the application.
        public let pinnedOriginWrites: Bool
        /// Whether the application's cookies are rewritten for frames.
        public let rewriteCookies: Bool
        /// Whether the application's `Location` is mapped back to the public URL.
        public let rewriteLocation: Bool
        /// Whether a WebSocket's `Origin` becomes the application's.
        public let rewriteWebSocketOrigin: Bool
        /// Whether sign-out sends `Clear-Site-Data`.
        public let clearSiteData: Bool
        /// The `aud` of the assertion.
        public let assertionAudience: String
        /// Whether `/api/…` is served here too.
        public let api: Bool
        /// Its limits of size.
        public let limits: Limits
        /// Its limits of time.
        public let timeouts: Timeouts

        /// Whether TLS is spoken with the application.
        public var isUpstreamTLS: Bool { upstreams.contains { $0.isTLS } }
    }

    /// The files of a certificate chain and its private key, PEM.
    public struct Certificate: Hashable, Sendable {
        /// The chain's path.
        public let certificate: String
        /// The key's path.
        public let key: String
    }
}

extension Settings.Upstream {
    static let standard = Self(isTLS: false, endpoint: Endpoint(host: "127.0.0.1", port: 8082))
}

extension Settings.Gateway {
    init?(reading keys: inout SettingsReader) {
        listen = keys.take(
            "gateway.listen", .endpoint, default: .init(host: "127.0.0.1", port: 8080),
            "Where the gateway listens; port 0 takes any free one.")
        let publicURL = keys.take(
            "gateway.public_url", .ownOrigin,
            derived: .loopback(at: listen, isTLS: keys.isGiven("gateway.tls.certificate")),
            orElse: "is needed, because gateway.listen is not a loopback address with a port of its own",
            "The origin that browsers know the gateway by: https, or http on a loopback host.")
        hosts = keys.take(
            "gateway.hosts", .list(of: .servedHost), default: [], "Other values of Host that are served; * is any.")
        let upstream = keys.take(
            "gateway.upstream", .optional(.upstream), default: keys.isGiven("gateway.upstreams") ? nil : .standard,
            "The application's address.")
        upstreams =
            [upstream].compactMap(\.self)
            + keys.take(
                "gateway.upstreams", .list(of: .upstream), default: [],
                "Its addresses, where it has several; instead of gateway.upstream.")
        healthCheck = HealthCheck(reading: &keys)
        upstreamCA = keys.take(
            "gateway.upstream_ca", .optional(.text), default: nil,
            "A PEM file of the certificates that an https application is checked against, instead of the system's.")
        upstreamHost = keys.take(
            "gateway.upstream_host", .word, default: .public,
            "Whose name the application sees in Host: public or upstream.")
        tls = keys.takeCertificate("gateway.tls", of: "the gateway")
        hsts = keys.take(
            "gateway.hsts", .optional(.time(atLeast: .seconds(1))), default: nil,
            "The max-age of Strict-Transport-Security.")
        workers = keys.take(
            "gateway.workers", .count(1...1024), default: max(1, ProcessInfo.processInfo.activeProcessorCount),
            "How many event loops; by default one a core.")
        publicPaths = keys.take(
            "gateway.public_paths", .list(of: .publicPath), default: [],
            "Path prefixes of the application that need no session.")
        trustedProxies = keys.take(
            "gateway.trusted_proxies", .list(of: .addressRange), default: [],
            "Addresses and networks whose X-Forwarded-For is believed.")
        pinnedOriginWrites = keys.take(
            "gateway.pinned_origin_writes", .flag, default: false,
            "Whether the pinned origin may write to the application.")
        rewriteCookies = keys.take(
            "gateway.rewrite_cookies", .flag, default: true,
            "Whether the application's cookies are rewritten for frames.")
        rewriteLocation = keys.take(
            "gateway.rewrite_location", .flag, default: true,
            "Whether the application's Location is mapped back to the public URL.")
        rewriteWebSocketOrigin = keys.take(
            "gateway.rewrite_websocket_origin", .flag, default: true,
            "Whether a WebSocket's Origin becomes the application's.")
        clearSiteData = keys.take(
            "gateway.clear_site_data", .flag, default: true, "Whether sign-out sends Clear-Site-Data.")
        assertionAudience = keys.take(
            "gateway.assertion_audience", .text, default: publicURL?.description ?? "none",
            "The aud of X-Casement-Assertion; by default the public URL.")
        api = keys.take(
            "gateway.api", .flag, default: false, "Whether /api is served here too, for partners' tokens.")
        limits = Limits(reading: &keys)
        timeouts = Timeouts(reading: &keys)
        keys.checkUpstreams(upstreams)
        keys.checkScheme(of: publicURL, hasTLS: tls != nil, isKeptToHTTPS: hsts != nil)
        guard let publicURL else { return nil }
        self.publicURL = publicURL
    }
}

extension SettingsReader {
    /// Both files of a certificate, or neither.
    mutating func takeCertificate(_ key: String, of whom: String) -> Settings.Certificate? {
        let certificate = take(
            "\(key).certificate", .optional(.text), default: nil,
            "A PEM file of the certificate chain of \(whom).")
        let privateKey = take(
            "\(key).key", .optional(.text), default: nil, "A PEM file of that certificate's key.")
        switch (certificate, privateKey) {
        case (let certificate?, let privateKey?): return .init(certificate: certificate, key: privateKey)
        case (_?, nil): complain("\(key).certificate", "needs \(key).key beside it")
        case (nil, _?): complain("\(key).key", "needs \(key).certificate beside it")
        case (nil, nil): break
        }
        return nil
    }

    fileprivate mutating func checkUpstreams(_ upstreams: [Settings.Upstream]) {
        let key = isGiven("gateway.upstreams") ? "gateway.upstreams" : "gateway.upstream"
        if isGiven("gateway.upstream"), isGiven("gateway.upstreams") {
            return complain(key, "is given beside gateway.upstream; give one of them")
        }
        guard !problems.contains(where: { $0.key == key }) else { return }
        if upstreams.isEmpty { complain(key, "names no address") }
        if Set(upstreams.map(\.isTLS)).count > 1 {
            complain(key, "has http and https addresses; give all the same scheme")
        }
        if let twice = upstreams.first(where: { upstream in upstreams.count { $0 == upstream } > 1 }) {
            complain(key, "names \(twice) twice")
        }
    }

    /// Browsers that come by TLS know the gateway by https, and only there can they be kept to it.
    fileprivate mutating func checkScheme(of publicURL: Origin?, hasTLS: Bool, isKeptToHTTPS: Bool) {
        guard publicURL?.scheme == .http else { return }
        if hasTLS { complain("gateway.public_url", "is http, but gateway.tls is set") }
        if isKeptToHTTPS { complain("gateway.hsts", "needs an https gateway.public_url") }
    }
}

extension Origin {
    /// The origin of a loopback listener; nil of any other, and where the port is any free one.
    static func loopback(at endpoint: Endpoint, isTLS: Bool = false) -> Origin? {
        guard endpoint.isLoopback, endpoint.port != 0 else { return nil }
        let host = endpoint.host.contains(":") ? "localhost" : endpoint.host
        // A loopback name that is not a host of an origin has no default either: the key is then asked for.
        return try? OriginParser(allowHTTP: false).origin("\(isTLS ? "https" : "http")://\(host):\(endpoint.port)")
    }
}
