import NIOCore
import RedisClient

extension RedisClient {
    /// Runs a script that may be repeated, its failures in this module's words.
    func run(
        _ script: RedisScript, keys: [RedisArgument], _ arguments: [RedisArgument]
    ) -> EventLoopFuture<RedisValue> {
        self.script(script, keys: keys, arguments: arguments, whenLost: .repeatOnce)
            .flatMapErrorThrowing { throw SessionStoreError($0) }
    }

    /// Sends a command, its failures in this module's words.
    func ask(_ words: [RedisArgument], whenLost: LostReply) -> EventLoopFuture<RedisValue> {
        send(words, whenLost: whenLost).flatMapErrorThrowing { throw SessionStoreError($0) }
    }
}

extension ReplicatedWrites {
    /// Runs a script that may be repeated, its failures in this module's words.
    func run(
        _ script: RedisScript, keys: [RedisArgument], _ arguments: [RedisArgument]
    ) -> EventLoopFuture<RedisValue> {
        self.script(script, keys: keys, arguments: arguments).flatMapErrorThrowing { throw SessionStoreError($0) }
    }
}
