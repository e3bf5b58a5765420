import Directory
import Domain
import Logging
import NIOPosix

/// What the directory does by itself when a time has come: trials end, and the day's counts are written.
struct DirectoryUpkeep: Job {
    private let directory: DirectoryStore
    private let publisher: DirectoryPublisher
    private let clock: @Sendable () -> UnixTime
    private let logger: Logger

    /// A job on `directory` that shows what it changed.
    init(
        directory: DirectoryStore, publisher: DirectoryPublisher, clock: @escaping @Sendable () -> UnixTime,
        logger: Logger
    ) {
        self.directory = directory
        self.publisher = publisher
        self.clock = clock
        self.logger = logger
    }

    func turn() async -> Duration? {
        do {
            let now = clock()
            let ended = try await NIOThreadPool.singleton.runIfActive { [directory] in
                let ended = try directory.endTrials(now: now)
                try directory.recordDailyCounts(now: now)
                return ended
            }
            if !ended.isEmpty {
                logger.info("trials ended", metadata: ["count": "\(ended.count)"])
                try await publisher.publish()
            }
        } catch {
            logger.turnFailed("directory cannot be kept up", error)
        }
        return .seconds(20)
    }
}
