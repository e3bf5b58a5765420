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
        let command = { (name: RedisArgument, body: String) in
            var words: [RedisArgument] = []
            words.reserveCapacity(3 + keys.count + arguments.count)
            words.append(name)
            words.append(.text(body))
            words.append(.integer(Int64(keys.count)))
            words.append(contentsOf: keys)
            words.append(contentsOf: arguments)
            return words
        }
        guard let digest = digests[script.name] else {
            learnDigest(of: script)
            return send(command("EVAL", script.source), whenLost: whenLost, completion: completion)
        }
        send(command("EVALSHA", digest), whenLost: whenLost) { outcome in
            guard case .failure(.server(code: "NOSCRIPT", _)) = outcome else { return completion(outcome) }
            self.send(command("EVAL", script.source), whenLost: whenLost, completion: completion)
        }
    }

    private func learnDigest(of script: RedisScript) {
        send(["SCRIPT", "LOAD", .text(script.source)]).assumeIsolated().whenSuccess { value in
            self.digests[script.name] = value.text
        }
    }
}
