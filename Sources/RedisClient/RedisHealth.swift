import NIOCore

/// What an operator should know about how a server keeps its data.
public enum RedisHealth {
    /// One thing to know.
    public enum Warning: Hashable, Sendable, CustomStringConvertible {
        /// Neither an append-only file nor snapshots.
        case noPersistence
        /// Snapshots, but no append-only file.
        case snapshotsOnly
        /// Memory is bounded, and this policy throws keys away when it is full.
        case mayEvict(policy: String)
        /// So many replicas where there must be more for any write to count.
        case tooFewReplicas(Int, of: Int)
        /// The server does not let us look.
        case unknown(reason: String)

        /// A sentence for the log.
        public var description: String {
            switch self {
            case .noPersistence: "Redis keeps nothing on disk: a restart of it signs everyone out."
            case .snapshotsOnly: "Redis writes snapshots only: if it is killed, the latest sessions are lost."
            case .mayEvict(let policy): "Redis may evict sessions and used tokens when its memory is full (\(policy))."
            case .tooFewReplicas(let count, let wanted):
                "Redis has \(count) of the \(wanted) replicas that must have each sign-in: nobody can sign in."
            case .unknown(let reason): "Redis does not tell how it keeps its data: \(reason)"
            }
        }
    }

    /// Asks the server for its settings, and for its replicas if there must be some; fails only where it cannot be reached.
    public static func warnings(_ redis: RedisClient, replicas: Int) -> EventLoopFuture<[Warning]> {
        persistence(redis).and(replication(redis, replicas)).map { $0 + $1 }
            .flatMapErrorThrowing { error in
                guard case RedisError.server(_, let message) = error else { throw error }
                return [.unknown(reason: message)]
            }
    }

    private static func persistence(_ redis: RedisClient) -> EventLoopFuture<[Warning]> {
        let settings = ["appendonly", "save", "maxmemory", "maxmemory-policy"].map { name in
            redis.send(["CONFIG", "GET", .text(name)], whenLost: .repeatOnce).map { $0.array?.last?.text ?? "" }
        }
        return EventLoopFuture.whenAllSucceed(settings, on: redis.eventLoop)
            .map { judge(appendOnly: $0[0], save: $0[1], maxMemory: $0[2], policy: $0[3]) }
    }

    private static func replication(_ redis: RedisClient, _ wanted: Int) -> EventLoopFuture<[Warning]> {
        guard wanted > 0 else { return redis.eventLoop.makeSucceededFuture([]) }
        return redis.send(["INFO", "replication"], whenLost: .repeatOnce).map { judge($0.text ?? "", wanted: wanted) }
    }

    /// The rule itself.
    static func judge(appendOnly: String, save: String, maxMemory: String, policy: String) -> [Warning] {
        var warnings: [Warning] = []
        if appendOnly != "yes" { warnings.append(save.isEmpty ? .noPersistence : .snapshotsOnly) }
        if maxMemory != "0", policy != "noeviction" { warnings.append(.mayEvict(policy: policy)) }
        return warnings
    }

    /// Counts the replicas in what `INFO replication` says.
    static func judge(_ replication: String, wanted: Int) -> [Warning] {
        let line = replication.split(whereSeparator: \.isNewline).first { $0.hasPrefix("connected_slaves:") }
        let count = line.flatMap { Int($0.drop { $0 != ":" }.dropFirst()) } ?? 0
        return count < wanted ? [.tooFewReplicas(count, of: wanted)] : []
    }
}
