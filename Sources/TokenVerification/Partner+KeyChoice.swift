import Domain

extension Partner {
    /// The algorithm, if the partner's list has it. Without a list the kinds of all registered keys make one; without keys
    /// either, every known algorithm passes here and no key will be found.
    func requireAllowed(_ algorithm: SignatureAlgorithm?) throws(CheckFailure) -> SignatureAlgorithm {
        guard let algorithm else { throw CheckFailure(.algorithm, .algorithmNotAllowed) }
        let isAllowed =
            tokenRules.algorithms?.contains(algorithm)
            ?? (keys.isEmpty || keys.contains { $0.kind.defaultAlgorithm == algorithm })
        guard isAllowed else { throw CheckFailure(.algorithm, .algorithmNotAllowed) }
        return algorithm
    }

    /// The keys to try, at least one and at most four, in order of registration.
    ///
    /// With `kid` those live ones that it names, and where none of them is of the algorithm's type `algorithm_not_allowed`;
    /// without it every live key of that type.
    func keys(for algorithm: SignatureAlgorithm, kid: String?, at now: UnixTime) throws(CheckFailure) -> [SigningKey] {
        let live = keys.filter { $0.isLive(at: now) }
        let named = kid.map { kid in live.filter { $0.isNamed(kid) } } ?? live
        let fitting = named.filter { algorithm.agrees(with: $0.kind) }
        if kid != nil, !named.isEmpty, fitting.isEmpty { throw CheckFailure(.key, .algorithmNotAllowed) }
        guard !fitting.isEmpty else { throw CheckFailure(.key, .keyNotFound) }
        return Array(fitting.prefix(4))
    }

    /// Whether a token's `kid` names a key that may verify at `now`.
    public func hasLiveKey(named kid: String, at now: UnixTime) -> Bool {
        keys.contains { $0.isLive(at: now) && $0.isNamed(kid) }
    }
}

extension SigningKey {
    fileprivate func isNamed(_ name: String) -> Bool { kid?.hasSameBytes(as: name) ?? false }
}
