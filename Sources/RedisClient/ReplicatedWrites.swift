import NIOCore

/// Scripts that write, and count only once enough replicas have what was written. They belong to the client's event loop.
///
/// `WAIT` holds up whatever its connection is sent next, and tells of that connection's writes alone; so these writes have
/// a connection of their own, and one `WAIT` at a time tells of all that were answered before it was sent.
public final class ReplicatedWrites {
    private let client: RedisClient
    private let replicas: Int
    private let patience: TimeAmount
    private var unconfirmed: [Write] = []
    private var isAsking = false

    private struct Write {
        /// The connection that carried it.
        let connection: Int
        let answer: RedisValue
        let completion: (Result<RedisValue, RedisError>) -> Void
    }

    /// Writes by the client, which nobody else uses unless `replicas` is none, wait for so many for at most `patience`.
    init(_ client: RedisClient, replicas: Int, patience: TimeAmount) {
        self.client = client
        self.replicas = replicas
        self.patience = patience
    }

    /// Runs a script that may be repeated; `tooFewReplicas` when it was carried out, but might be forgotten.
    public func script(
        _ script: RedisScript, keys: [RedisArgument], arguments: [RedisArgument],
        completion: @escaping (Result<RedisValue, RedisError>) -> Void
    ) {
        client.script(script, keys: keys, arguments: arguments, whenLost: .repeatOnce) { [self] outcome in
            guard replicas > 0, case .success(let answer) = outcome else { return completion(outcome) }
            unconfirmed.append(Write(connection: client.connectionCount, answer: answer, completion: completion))
            if !isAsking { ask() }
        }
    }

    /// The same as a future.
    public func script(
        _ script: RedisScript, keys: [RedisArgument], arguments: [RedisArgument]
    ) -> EventLoopFuture<RedisValue> {
        let promise = client.eventLoop.makePromise(of: RedisValue.self)
        self.script(script, keys: keys, arguments: arguments) { promise.completeWith($0.mapError { $0 }) }
        return promise.futureResult
    }

    /// Asks for a sign of life, as `RedisClient` does, if there is a connection of its own.
    public func checkConnection() { if replicas > 0 { client.checkConnection() } }

    /// Ends the connection of its own for good, if there is one.
    public func close() { if replicas > 0 { client.close() } }

    private func ask() {
        let writes = unconfirmed
        unconfirmed = []
        isAsking = !writes.isEmpty
        guard isAsking else { return }
        let milliseconds = max(1, patience.nanoseconds / 1_000_000)  // 0 would be for ever
        client.send(["WAIT", .integer(Int64(replicas)), .integer(milliseconds)], whenLost: .fail) { [self] outcome in
            // The count is of this connection's writes: it says nothing of those that went over an earlier one.
            let connection = client.connectionCount
            for write in writes {
                write.completion(write.connection == connection ? judge(outcome, write) : .failure(.connectionLost))
            }
            ask()
        }
    }

    private func judge(_ outcome: Result<RedisValue, RedisError>, _ write: Write) -> Result<RedisValue, RedisError> {
        outcome.flatMap { count in
            let count = count.integer ?? 0
            return count >= replicas ? .success(write.answer) : .failure(.tooFewReplicas(Int(count)))
        }
    }
}
