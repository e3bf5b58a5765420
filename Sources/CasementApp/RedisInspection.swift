import Logging

/// Says once what about this Redis may lose sessions, as soon as it can be asked.
struct RedisInspection: Job {
    private let access: SessionAccess
    private let logger: Logger
    private var isFirst = true

    /// An inspection that has not asked yet.
    init(access: SessionAccess, logger: Logger) {
        self.access = access
        self.logger = logger
    }

    /// When there is no answer, that is said the first time.
    mutating func turn() async -> Duration? {
        defer { isFirst = false }
        do {
            for warning in try await access.warnings() {
                logger.warning("redis may lose sessions", metadata: ["warning": "\(warning)"])
            }
            return nil
        } catch {
            if isFirst { logger.turnFailed("redis cannot be reached yet", error, level: .warning) }
            return .seconds(5)
        }
    }
}
