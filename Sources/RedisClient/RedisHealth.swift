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
        /// The server does not let us look.
        case unknown(reason: String)

        /// A sentence for the log.
        public var description: String {
            switch self {
            case .noPersistence: "Redis keeps nothing on disk: a restart of it signs everyone out."
            case .snapshotsOnly: "Redis writes snapshots only: if it is killed, the latest sessions are lost."
            case .mayEvict(let policy): "Redis may evict sessions and used tokens when its memory is full (\(policy))."
            case .unknown(let reason): "Redis does not tell how it keeps its data: \(reason)"
            }
        }
    }

    /// Asks the server for its settings; fails only where it cannot be reached.
    public static func warnings(_ redis: RedisClient) -> EventLoopFuture<[Warning]> {
        let settings = ["appendonly", "save", "maxmemory", "maxmemory-policy"].map { name in
            redis.send(["CONFIG", "GET", .text(name)], whenLost: .repeatOnce).map { $0.array?.last?.text ?? "" }
        }
        return EventLoopFuture.whenAllSucceed(settings, on: redis.eventLoop)
            .map { judge(appendOnly: $0[0], save: $0[1], maxMemory: $0[2], policy: $0[3]) }
            .flatMapErrorThrowing { error in
                guard case RedisError.server(_, let message) = error else { throw error }
                return [.unknown(reason: message)]
            }
    }

    /// The rule itself.
    static func judge(appendOnly: String, save: String, maxMemory: String, policy: String) -> [Warning] {
        var warnings: [Warning] = []
        if appendOnly != "yes" { warnings.append(save.isEmpty ? .noPersistence : .snapshotsOnly) }
        if maxMemory != "0", policy != "noeviction" { warnings.append(.mayEvict(policy: policy)) }
        return warnings
    }
}
