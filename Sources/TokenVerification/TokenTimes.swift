import Domain

/// The three times of a token (RFC 7519 4.1.4 to 4.1.6), each rounded down to a whole second.
struct TokenTimes {
    private let issuedAt: UnixTime?
    private let expiry: UnixTime?
    private let notBefore: UnixTime?

    /// Throws `claim_invalid` for one that is no number, or beyond what 64 bits of seconds can say.
    init(_ claims: JSONObject) throws(CheckFailure) {
        issuedAt = try claims.optionalTime("iat")
        expiry = try claims.optionalTime("exp")
        notBefore = try claims.optionalTime("nbf")
    }

    /// Checks that `exp` is not too far ahead, then `freshness`, `expiry`, `notBefore` and `age`; returns the moment from
    /// which the token is refused.
    ///
    /// A token is accepted while `now` is before `exp` + leeway and before `iat` + age + leeway, and from the very second of
    /// `iat` and `nbf` on, without leeway. `exp` without `iat` may lie exactly the lifetime ahead.
    func requireFresh(by limits: TokenLimits, at now: UnixTime) throws(CheckFailure) -> UnixTime {
        if issuedAt == nil, let expiry, expiry > now + limits.maxLifetime {
            throw CheckFailure(
                .claims, .claimInvalid, "Add iat, or make exp at most \(limits.maxLifetime) seconds ahead.",
                claim: "exp")
        }
        let ageEnd = issuedAt.map { $0 + limits.maxAge + limits.leeway }
        let expiryEnd = expiry.map { $0 + limits.leeway }
        guard let end = [ageEnd, expiryEnd].compactMap({ $0 }).min() else {
            throw CheckFailure(.freshness, .tokenFreshnessMissing)
        }
        if let expiryEnd, now >= expiryEnd { throw CheckFailure(.expiry, .tokenExpired) }
        if let notBefore, notBefore > now { throw CheckFailure(.notBefore, .tokenNotYetValid) }
        if let issuedAt, issuedAt > now { throw CheckFailure(.notBefore, .tokenNotYetValid) }
        if let ageEnd, now >= ageEnd { throw CheckFailure(.age, .tokenTooOld) }
        return end
    }
}
