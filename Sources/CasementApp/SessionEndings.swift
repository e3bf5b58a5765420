import Directory
import Domain
import Logging
import NIOPosix
import Sessions

/// Ends in Redis the sessions of what was deleted from the directory, by whatever road; tries until it is done. The data
/// plane serves them no more as soon as the deletion shows there.
struct SessionEndings: Job {
    /// So many are taken off the queue at a time.
    static let batch = 100

    private let directory: DirectoryStore
    private let sessions: SessionAccess
    private let publisher: DirectoryPublisher
    private let clock: @Sendable () -> UnixTime
    private let logger: Logger
    private var backoff = Backoff()
    private var isFailing = false

    /// A job that drains `directory`'s queue.
    init(
        directory: DirectoryStore, sessions: SessionAccess, publisher: DirectoryPublisher,
        clock: @escaping @Sendable () -> UnixTime, logger: Logger
    ) {
        self.directory = directory
        self.sessions = sessions
        self.publisher = publisher
        self.clock = clock
        self.logger = logger
    }

    /// One batch; the next follows at once when there may be more, and after a longer wait each time one failed.
    mutating func turn() async -> Duration? {
        do {
            let pending = try await NIOThreadPool.singleton.runIfActive { [directory] in
                try directory.pendingSessionEndings(limit: Self.batch)
            }
            // Where a deletion does not show yet, a sign-in would make a session after the others have ended.
            if !pending.isEmpty { try await publisher.publish() }
            let (ended, failure) = await end(pending)
            if !ended.isEmpty {
                try await NIOThreadPool.singleton.runIfActive { [directory] in try directory.sessionEndingsDone(ended) }
            }
            if let failure { throw failure }
            backoff.reset()
            isFailing = false
            return pending.count < Self.batch ? .seconds(1) : .zero
        } catch {
            if !isFailing { logger.turnFailed("sessions not ended yet", error, level: .warning) }
            isFailing = true
            return backoff.next()
        }
    }

    /// What was ended, and the last failure. One customer's broken record holds up nobody else's; a store that is away does.
    private func end(_ pending: [SessionEnding]) async -> (ended: [SessionEnding], failure: (any Error)?) {
        var ended: [SessionEnding] = []
        var failure: (any Error)?
        for ending in pending {
            do {
                try await sessions.end(SessionSelection(ending), at: clock())
                ended.append(ending)
            } catch SessionStoreError.recordMalformed {
                failure = SessionStoreError.recordMalformed
            } catch {
                return (ended, error)
            }
        }
        return (ended, failure)
    }
}

extension SessionSelection {
    /// The sessions that a deletion ends.
    init(_ ending: SessionEnding) {
        switch ending.member {
        case .some(let member): self.init(.member(member, of: ending.customer))
        case .none: self.init(.customer(ending.customer))
        }
    }
}
