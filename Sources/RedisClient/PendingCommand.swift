import NIOCore

/// A command that somebody waits for.
struct PendingCommand {
    /// The words of it, kept in case it has to be sent again.
    let arguments: [RedisArgument]
    /// Who waits.
    let promise: EventLoopPromise<RedisValue>
    /// When the wait ends.
    let deadline: NIODeadline
    /// Whether it may be sent once more after a lost reply.
    var mayBeRepeated: Bool
}
