extension Settings.Gateway {
    /// `gateway.limits.*`: limits of size.
    public struct Limits: Hashable, Sendable {
        /// Bytes of a request's head.
        public let headBytes: Int
        /// Fields of a request's head.
        public let headFields: Int
        /// Bytes of a request's body; nil: no limit.
        public let bodyBytes: Int?
    }

    /// `gateway.timeouts.*`: limits of time.
    public struct Timeouts: Hashable, Sendable {
        /// For a whole request head.
        public let head: Duration
        /// Between two requests on a connection.
        public let keepAlive: Duration
        /// Between two pieces of a body.
        public let bodyIdle: Duration
        /// For a connection to the application.
        public let upstreamConnect: Duration
        /// For the head of the application's answer.
        public let upstreamAnswer: Duration
        /// For an answer of Redis.
        public let redisCommand: Duration
        /// For running requests at the end.
        public let drain: Duration
    }
}

extension Settings.Gateway.Limits {
    init(reading keys: inout SettingsReader) {
        headBytes = keys.take(
            "gateway.limits.head_bytes", .size(atLeast: 1024), default: 32 << 10, "The largest request head.")
        headFields = keys.take(
            "gateway.limits.head_fields", .count(1...10_000), default: 100, "The most fields of a request head.")
        bodyBytes = keys.take(
            "gateway.limits.body_bytes", .optional(.size(atLeast: 0)), default: nil, "The largest request body.")
    }
}

extension Settings.Gateway.Timeouts {
    init(reading keys: inout SettingsReader) {
        head = keys.take(
            "gateway.timeouts.head", .gatewayTime, default: .seconds(10), "How long a request head may take.")
        keepAlive = keys.take(
            "gateway.timeouts.keep_alive", .gatewayTime, default: .seconds(75),
            "How long a connection may wait for a request.")
        bodyIdle = keys.take(
            "gateway.timeouts.body_idle", .gatewayTime, default: .seconds(60),
            "How long a body may pause, and a WebSocket.")
        upstreamConnect = keys.take(
            "gateway.timeouts.upstream_connect", .gatewayTime, default: .seconds(2),
            "How long connecting to the application may take.")
        upstreamAnswer = keys.take(
            "gateway.timeouts.upstream_answer", .gatewayTime, default: .seconds(60),
            "How long the application may take to begin its answer.")
        redisCommand = keys.take(
            "gateway.timeouts.redis_command", .gatewayTime, default: .milliseconds(500),
            "How long Redis may take to answer.")
        drain = keys.take(
            "gateway.timeouts.drain", .time(atLeast: .zero, wholeSeconds: false), default: .seconds(30),
            "How long running requests may take once the gateway is told to stop.")
    }
}

extension SettingsType<Duration> {
    fileprivate static var gatewayTime: Self { .time(atLeast: .milliseconds(1), wholeSeconds: false) }
}
