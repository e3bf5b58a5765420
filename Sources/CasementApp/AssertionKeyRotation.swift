import Domain
import Gateway
import Logging
import NIOPosix

/// Has the gateway sign with the key whose time it is, and publish the next and the former one.
struct AssertionKeyRotation: Job {
    private let file: AssertionKeyFile
    private var shown: AssertionKeys
    private let show: @Sendable (AssertionKeys) async throws -> Void
    private let clock: @Sendable () -> UnixTime
    private let logger: Logger

    /// A job on the file of which `shown` is in use; `show` returns when other keys are.
    init(
        file: AssertionKeyFile, shown: AssertionKeys, show: @escaping @Sendable (AssertionKeys) async throws -> Void,
        clock: @escaping @Sendable () -> UnixTime, logger: Logger
    ) {
        self.file = file
        self.shown = shown
        self.show = show
        self.clock = clock
        self.logger = logger
    }

    mutating func turn() async -> Duration? {
        do {
            let now = clock()
            let keys = try await NIOThreadPool.singleton.runIfActive { [file] in try file.keys(at: now) }
            if keys != shown {
                try await show(keys)
                shown = keys
                logger.notice("assertion keys changed", metadata: ["signing": "\(keys.kid)"])
            }
        } catch {
            logger.turnFailed("assertion keys cannot be looked after", error)
        }
        return .seconds(60)
    }
}
