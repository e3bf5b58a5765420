import Logging
import NIOPosix

/// Gives the gateway for its new connections what files renew: looks every other second whether they hold something else.
/// Files that make nothing of use change nothing, and that is said once.
struct FileRenewal<Value: Sendable>: Job {
    private let files: RenewableFiles<Value>
    private let show: @Sendable (Value) async throws -> Void
    private let facts: @Sendable (Value) -> Logger.Metadata
    private let logger: Logger
    private var contents: FileContents

    /// A job that has the value of `reading` shown already; `facts` are what the log says of one that is shown.
    init(
        files: RenewableFiles<Value>, since reading: RenewableFiles<Value>.Reading,
        show: @escaping @Sendable (Value) async throws -> Void, facts: @escaping @Sendable (Value) -> Logger.Metadata,
        logger: Logger
    ) {
        self.files = files
        self.show = show
        self.facts = facts
        self.logger = logger
        contents = reading.contents
    }

    mutating func turn() async -> Duration? {
        do {
            guard let reading = try await read() else { return .seconds(2) }
            try await show(reading.value)
            contents = reading.contents
            logger.notice("certificates renewed", metadata: facts(reading.value))
        } catch let change as ChangedForTheWorse {
            contents = change.contents
            logger.warning("certificates not renewed", metadata: ["problem": "\(change.problem)"])
        } catch {
            logger.turnFailed("certificates cannot be renewed", error)
        }
        return .seconds(2)
    }

    private func read() async throws -> RenewableFiles<Value>.Reading? {
        try await NIOThreadPool.singleton.runIfActive { [files, contents] in try files.changes(since: contents) }
    }
}
