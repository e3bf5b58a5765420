import NIOCore

extension RedisClient {
    /// Runs the script by its digest, or whole where Redis does not know it.
    public func script(
        _ script: RedisScript, keys: [RedisArgument], arguments: [RedisArgument], whenLost: LostReply = .fail
    ) -> EventLoopFuture<RedisValue> {
        let promise = eventLoop.makePromise(of: RedisValue.self)
        self.script(script, keys: keys, arguments: arguments, whenLost: whenLost) {
            promise.completeWith($0.mapError { $0 })
        }
        return promise.futureResult
    }

    /// The same without a future, for who runs one often.
    public func script(
        _ script: RedisScript, keys: [RedisArgument], arguments: [RedisArgument], whenLost: LostReply,
        completion: @escaping (Result<RedisValue, RedisError>) -> Void
    ) {
        let whole = { ["EVAL", .text(script.source), .integer(Int64(keys.count))] + keys + arguments }
        guard let digest = digests[script.name] else {
            learnDigest(of: script)
            return send(whole(), whenLost: whenLost, completion: completion)
        }
        let short = ["EVALSHA", .text(digest), .integer(Int64(keys.count))] + keys + arguments
        send(short, whenLost: whenLost) { outcome in
            guard case .failure(.server(code: "NOSCRIPT", _)) = outcome else { return completion(outcome) }
            self.send(whole(), whenLost: whenLost, completion: completion)
        }
    }

    private func learnDigest(of script: RedisScript) {
        send(["SCRIPT", "LOAD", .text(script.source)]).assumeIsolated().whenSuccess { value in
            self.digests[script.name] = value.text
        }
    }
}
