import NIOCore

/// A command that somebody waits for.
struct PendingCommand {
    /// The words of it, kept in case it has to be sent again.
    let arguments: [RedisArgument]
    /// When the wait ends.
    let deadline: NIODeadline
    /// Whether it may be sent once more after a lost reply.
    var mayBeRepeated: Bool
    /// Called once, on the loop, with what came of it.
    let completion: (Result<RedisValue, RedisError>) -> Void

    /// Tells who waits that there is an answer.
    func succeed(_ value: RedisValue) { completion(.success(value)) }
    /// Tells who waits why there is none.
    func fail(_ error: RedisError) { completion(.failure(error)) }
}
