import CasementTesting
import Domain
import Testing

@testable import TokenVerification

@Suite("Times of a token") struct TokenTimesTests {
    let now = Fixture.now.seconds

    /// The verdict on exactly these times, as raw JSON.
    private func verdict(iat: String? = nil, exp: String? = nil, nbf: String? = nil) -> Verdict? {
        refusal { try Fixture.verify(Fixture.token.with("iat", iat).with("exp", exp).with("nbf", nbf)) }
    }

    @Test("Neither iat nor exp is token_freshness_missing, also with nbf")
    func freshness() {
        #expect(verdict() == Verdict(.freshness, .tokenFreshnessMissing))
        #expect(verdict(nbf: "1") == Verdict(.freshness, .tokenFreshnessMissing))
    }

    @Test("iat is accepted from its own second until age and leeway have passed")
    func age() {
        #expect(verdict(iat: "\(now)") == nil)
        #expect(verdict(iat: "\(now).999") == nil)
        #expect(verdict(iat: "\(now + 1)") == Verdict(.notBefore, .tokenNotYetValid))
        #expect(verdict(iat: "\(now - 659)") == nil)
        #expect(verdict(iat: "\(now - 660)") == Verdict(.age, .tokenTooOld))
        #expect(verdict(iat: "-1") == Verdict(.age, .tokenTooOld))
        #expect(verdict(iat: "\(now - 660)", exp: "\(now + 60)") == Verdict(.age, .tokenTooOld))
    }

    @Test("exp is accepted until the leeway after it has passed")
    func expiry() {
        #expect(verdict(exp: "\(now)") == nil)
        #expect(verdict(exp: "\(now - 59)") == nil)
        #expect(verdict(exp: "\(now - 60)") == Verdict(.expiry, .tokenExpired))
        #expect(verdict(iat: "\(now)", exp: "\(now - 60)") == Verdict(.expiry, .tokenExpired))
        for long in ["-1", "12.5", "0", "-0", "1e3", "0.5", "-9223372036854775808", "1e-400", "-1E-9"] {
            #expect(verdict(exp: long) == Verdict(.expiry, .tokenExpired), "\(long)")
        }
    }

    @Test("exp without iat may lie at most the lifetime ahead, with iat anywhere")
    func lifetime() {
        #expect(verdict(exp: "\(now + 3600)") == nil)
        #expect(verdict(exp: "\(now + 3600).9") == nil)
        #expect(verdict(exp: "\(now + 3601)") == .claim("exp"))
        #expect(verdict(exp: "9223372036854775807") == .claim("exp"))
        #expect(verdict(iat: "\(now)", exp: "\(now + 3601)") == nil)
        #expect(verdict(iat: "\(now)", exp: "9223372036854775807") == nil)
    }

    @Test("nbf ahead of now is token_not_yet_valid")
    func notBefore() {
        #expect(verdict(iat: "\(now)", nbf: "\(now)") == nil)
        #expect(verdict(iat: "\(now)", nbf: "-5") == nil)
        #expect(verdict(iat: "\(now)", nbf: "\(now + 1)") == Verdict(.notBefore, .tokenNotYetValid))
    }

    @Test(
        "A number beyond 64 bits or another type is claim_invalid and never absent", arguments: ["iat", "exp", "nbf"])
    func wrongTypes(claim: String) {
        let wrong = [
            "1e19", "1e400", "-1e400", "9223372036854775808", "-9223372036854775809", "1e999999999999999999999",
            "\"123\"",
            "\"\"", "null", "true", "[]", "{}", "[1]", String(repeating: "9", count: 400), "9.3e18",
        ]
        for json in wrong {
            #expect(
                refusal { try Fixture.verify(Fixture.token.with(claim, json)) } == .claim(claim), "\(claim) \(json)")
        }
    }

    @Test("The replay mark is kept until the earlier end")
    func acceptedUntil() throws {
        let until = { (iat: String?, exp: String?) in
            try Fixture.verify(Fixture.token.with("iat", iat).with("exp", exp)).acceptedUntil.seconds - now
        }
        #expect(try until("\(now)", nil) == 660)
        #expect(try until("\(now)", "\(now + 30)") == 90)
        #expect(try until("\(now - 600)", "\(now + 300)") == 60)
        #expect(try until(nil, "\(now + 3600)") == 3660)
    }
}
