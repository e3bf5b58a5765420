import Domain
import RedisClient

extension Settings {
    /// `admin.*`: the management listener.
    public struct Admin: Sendable {
        /// Where it listens.
        public let listen: Endpoint
        /// The origin that browsers know it by.
        public let publicURL: Origin
        /// The operator's token; nil: nobody is the operator.
        public let token: Secret<String>?
        /// How many requests a token may make.
        public let rateLimits: RateLimits

        /// `admin.rate_limits.*`: requests a minute for one token; 0: no limit.
        public struct RateLimits: Hashable, Sendable {
            /// Of everything but what `bulk` counts.
            public let requests: Int
            /// Of what systems do in numbers: creating customers, removing members, usage, reports and checks.
            public let bulk: Int
        }
    }

    /// `directory.*`: the store of partners and customers.
    public struct Directory: Hashable, Sendable {
        /// The SQLite file.
        public let path: String
    }

    /// `redis.*`: the store of sessions.
    public struct Redis: Sendable {
        /// `redis.sentinel.*`: who knows which Redis is the primary.
        public struct Sentinel: Hashable, Sendable {
            /// The sentinels.
            public let addresses: [Endpoint]
            /// The name they know the primary by.
            public let primary: String
        }

        /// Where it listens, and as whom to talk to it.
        public let url: RedisAddress
        /// The certificates that its own is checked against; nil: the system's.
        public let ca: String?
        /// Our certificate towards it.
        public let certificate: Certificate?
        /// Nil: the URL names the primary.
        public let sentinel: Sentinel?
        /// Whether it is a Redis Cluster.
        public let cluster: Bool
        /// How many replicas must have a sign-in or a sign-out before it is answered.
        public let waitReplicas: Int
    }
}

extension Settings.Admin {
    init?(reading keys: inout SettingsReader) {
        listen = keys.take(
            "admin.listen", .endpoint, default: .init(host: "127.0.0.1", port: 8081),
            "Where the management API and the console listen; port 0 takes any free one.")
        let publicURL = keys.take(
            "admin.public_url", .ownOrigin, derived: .loopback(at: listen),
            orElse: "is needed, because admin.listen is not a loopback address with a port of its own",
            "The origin that browsers know the console by.")
        token = keys.take(
            "admin.token", orFile: .optional(.secret(.bearerToken)), default: nil, "The operator's token.")
        rateLimits = RateLimits(reading: &keys)
        guard let publicURL else { return nil }
        self.publicURL = publicURL
    }
}

extension Settings.Admin.RateLimits {
    init(reading keys: inout SettingsReader) {
        requests = keys.take(
            "admin.rate_limits.requests", .count(0...1_000_000), default: 60,
            "How many requests a token may make a minute; 0 means no limit.")
        bulk = keys.take(
            "admin.rate_limits.bulk", .count(0...1_000_000), default: 1000,
            "The same for what is done in numbers: new customers, usage, reports and checks.")
    }
}

extension Settings.Directory {
    init(reading keys: inout SettingsReader) {
        path = keys.take(
            "directory.path", .text, default: "casement.sqlite", "The SQLite file of partners and customers.")
    }
}

extension Settings.Redis {
    init(reading keys: inout SettingsReader) {
        url = keys.take(
            "redis.url", orFile: .redisURL, default: .standard,
            "The Redis of the sessions: redis://, rediss:// for TLS, or unix://.")
        ca = keys.take(
            "redis.ca", .optional(.text), default: nil,
            "A PEM file of the certificates that Redis' is checked against; by default the system's.")
        certificate = keys.takeCertificate("redis", of: "the gateway towards Redis")
        sentinel = Sentinel(reading: &keys)
        cluster = keys.take(
            "redis.cluster", .flag, default: false, "Whether redis.url is a node of a Redis Cluster.", .later)
        waitReplicas = keys.take(
            "redis.wait_replicas", .count(0...100), default: 0,
            "How many replicas must have a sign-in or a sign-out before it is answered.")
        if !url.isTLS {
            for (key, isGiven) in [("redis.ca", ca != nil), ("redis.certificate", certificate != nil)] where isGiven {
                keys.complain(key, "is for TLS, but redis.url does not begin with rediss://")
            }
        }
    }
}

extension Settings.Redis.Sentinel {
    /// Nil when there are no sentinels, or no name beside them, which is then a problem.
    fileprivate init?(reading keys: inout SettingsReader) {
        addresses = keys.take(
            "redis.sentinel.addresses", .list(of: .endpoint), default: [], "The sentinels, as host:port.", .later)
        let primary = keys.take(
            "redis.sentinel.primary", .optional(.text), default: nil, "The name the sentinels know the primary by.",
            .later)
        switch (addresses.isEmpty, primary) {
        case (false, nil): keys.complain("redis.sentinel.addresses", "needs redis.sentinel.primary beside it")
        case (true, _?): keys.complain("redis.sentinel.primary", "needs redis.sentinel.addresses beside it")
        case (true, nil), (false, _?): break
        }
        guard !addresses.isEmpty, let primary else { return nil }
        self.primary = primary
    }
}
