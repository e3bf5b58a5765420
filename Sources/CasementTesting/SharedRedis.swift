import Synchronization

/// One `redis-server` for all tests that run at a time, each with a numbered database of its own.
public final class SharedRedis: Sendable {
    /// Where this user's own database is.
    public let url: String

    private let server: RedisServerProcess

    /// Joins the server that runs, or starts one; it ends with its last user.
    public init() throws {
        let (server, database) = try Self.current.withLock { current in
            let server = try current.server ?? RedisServerProcess(options: ["--databases", "10000"])
            current.server = server
            current.database = (current.database + 1) % 10_000
            return (server, current.database)
        }
        self.server = server
        url = "\(server.url)/\(database)"
    }

    private struct Current {
        weak var server: RedisServerProcess?
        var database = 0
    }

    private static let current = Mutex(Current())
}
