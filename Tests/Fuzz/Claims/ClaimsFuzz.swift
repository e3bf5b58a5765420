import Domain

@testable import TokenVerification

/// Reads the input as the claims of a token that is signed as it must be.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    do throws(CheckFailure) {
        let token = try trial.token(of: [UInt8](UnsafeRawBufferPointer(start: start, count: count)))
        for rules in [anyRules, strictRules] {
            let accepted = [TokenPurpose.directLink, .signOut].filter { isAccepted(token, by: rules, for: $0) }
            precondition(accepted.count < 2, "one token for two purposes")
        }
    } catch {
        checkRefusal(error)
    }
    return 0
}

/// libFuzzer calls from one thread.
nonisolated(unsafe) private let trial = Trial()

private let anyRules = TokenRules()
private let strictRules = TokenRules(
    audiences: ["app"], requiresAudience: true, issuer: "https://issuer.example", requiresIssuer: true)

private func isAccepted(_ token: UnverifiedToken, by rules: TokenRules, for purpose: TokenPurpose) -> Bool {
    do throws(CheckFailure) {
        let verified = try trial.verify(token, by: rules, for: purpose, at: trial.now)
        checkRules(verified, token, rules)
        checkFields(verified, token.claims, purpose)
        checkTime(verified) { (moment) throws(CheckFailure) in
            try trial.verify(token, by: rules, for: purpose, at: moment)
        }
        return true
    } catch {
        checkRefusal(error)
        return false
    }
}

/// A token whose key and signature are right is refused for its form, its claims or the time alone.
private func checkRefusal(_ failure: CheckFailure) {
    let codes: [SignInCheck: Refusal.Code] = [
        .tokenForm: .tokenMalformed, .subjectForm: .claimInvalid, .vendor: .vendorNotFound, .claims: .claimInvalid,
        .freshness: .tokenFreshnessMissing, .expiry: .tokenExpired, .notBefore: .tokenNotYetValid, .age: .tokenTooOld,
    ]
    precondition(codes[failure.check] == failure.refusal.code, "\(failure)")
    precondition((failure.refusal.code == .claimInvalid) == (failure.refusal.claim != nil), "\(failure)")
}

private func checkRules(_ verified: VerifiedToken, _ token: UnverifiedToken, _ rules: TokenRules) {
    precondition(verified.subject == token.subject && verified.subject.vendorID.rawValue == "acme", "another subject")
    precondition(!rules.requiresAudience || token.claims["aud"] != nil, "no aud")
    precondition(!rules.requiresIssuer || token.claims["iss"] == rules.issuer.map { .string($0) }, "another iss")
}

/// What is handed on is what the claims say.
private func checkFields(_ verified: VerifiedToken, _ claims: JSONObject, _ purpose: TokenPurpose) {
    let claimed = [
        ("jti", verified.jti), ("origin", verified.origin), ("name", verified.name), ("email", verified.email),
    ]
    for (claim, value) in claimed { precondition(claims[claim] == value.map { .string($0) }, "another \(claim)") }
    precondition((1...255).contains(verified.jti.utf8.count), "a jti of another length")
    precondition(
        verified.jti.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }, "controls in jti")
    switch purpose {
    case .directLink: precondition(verified.scope == nil && claims["purpose"] == nil, "signs in what signs out")
    case .signOut:
        precondition(claims["purpose"] == .string("sign_out"), "signs out what signs in")
        precondition(verified.scope == nil || verified.scope == "customer", "another scope")
        precondition(verified.scope == nil || verified.subject.member == nil, "one member for all")
    }
}

/// It is accepted up to the moment it says, and not from then on.
private func checkTime(_ verified: VerifiedToken, verify: (UnixTime) throws(CheckFailure) -> VerifiedToken) {
    let (end, limits) = (verified.acceptedUntil, trial.limits)
    let longest = max(limits.maxAge, limits.maxLifetime) + limits.leeway
    precondition(trial.now < end && end <= trial.now + longest, "accepted for too long")
    precondition((try? verify(end - 1)) == verified, "refused too early")
    do throws(CheckFailure) {
        _ = try verify(end)
        preconditionFailure("accepted too long")
    } catch {
        precondition([.expiry, .age].contains(error.check), "\(error)")
    }
}
