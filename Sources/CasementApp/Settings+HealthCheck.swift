extension Settings.Gateway {
    /// `gateway.health_check.*`: how several upstreams are checked.
    public struct HealthCheck: Hashable, Sendable {
        /// What to GET; nil: a connection is answer enough.
        public let path: String?
        /// Between two checks; nil: there are none.
        public let interval: Duration?
        /// For the answer to one.
        public let timeout: Duration
    }
}

extension Settings.Gateway.HealthCheck {
    init(reading keys: inout SettingsReader) {
        path = keys.take(
            "gateway.health_check.path", .optional(.target), default: nil,
            "What each of several upstreams is asked for, to answer 200 to 399; by default a connection is enough.")
        interval = keys.take(
            "gateway.health_check.interval", .optional(.time(atLeast: .milliseconds(100), wholeSeconds: false)),
            default: .seconds(2), "How long after one health check the next follows; none for no checks.")
        timeout = keys.take(
            "gateway.health_check.timeout", .time(atLeast: .milliseconds(1), wholeSeconds: false), default: .seconds(2),
            "How long a health check may take.")
    }
}
