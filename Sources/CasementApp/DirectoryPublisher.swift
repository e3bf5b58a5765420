import Directory
import Domain
import Logging
import NIOPosix

/// Brings what is committed to the directory before the data plane. Many may ask at once.
struct DirectoryPublisher: Sendable {
    private let follower: DirectoryFollower
    private let show: @Sendable (DirectoryView) async throws -> Void

    /// Publishes what `follower` reads; `show` returns when every loop has the view, or a later one.
    init(_ follower: DirectoryFollower, show: @escaping @Sendable (DirectoryView) async throws -> Void) {
        self.follower = follower
        self.show = show
    }

    /// Returns when every loop shows all that was committed before the call, whoever committed it.
    func publish() async throws {
        try await show(try await NIOThreadPool.singleton.runIfActive { [follower] in try follower.current() })
    }
}

/// Shows every change of the directory to every loop, also those that other processes make.
struct DirectoryFollowing: Job {
    let publisher: DirectoryPublisher
    let logger: Logger

    func turn() async -> Duration? {
        do { try await publisher.publish() } catch {
            logger.turnFailed("directory cannot be followed", error)
        }
        return .milliseconds(200)
    }
}
