import CasementTesting
import Domain
import Testing

@testable import TokenVerification

@Suite("Claims") struct ClaimTests {
    private func verdict(_ claim: String, _ json: String?, rules: TokenRules = TokenRules()) -> Verdict? {
        refusal { try Fixture.verify(Fixture.token.with(claim, json), rules: rules) }
    }

    @Test("A token with sub, jti and iat alone is accepted")
    func bare() throws {
        let token = try Fixture.verify(Fixture.token.with("jti", "\"once\""))
        #expect(token.jti == "once")
        #expect(token.acceptedUntil == Fixture.now + 660)
        #expect(token.origin == nil && token.name == nil && token.email == nil && token.scope == nil)
    }

    @Test("What is passed on is passed on as sent")
    func passedOn() throws {
        let builder = Fixture.token.with("origin", "\"https://a.example\"").with("name", "\"Zoë\\u0000\"").with(
            "email", "\"\"")
        let token = try Fixture.verify(builder.with("unknown", "[null]").with("scope", "1"))
        #expect(token.origin == "https://a.example")
        #expect(token.name == "Zoë\0")
        #expect(token.email == "")
        #expect(token.scope == nil)
    }

    @Test(
        "jti is a string of 1 to 255 bytes without controls",
        arguments: [nil, "null", "1", "[]", #""""#, #""a\u0000b""#, #""a\r\nb""#, #""\u007f""#, #""\u0085""#])
    func jti(json: String?) { #expect(verdict("jti", json) == .claim("jti")) }

    @Test("jti's length is counted in bytes")
    func jtiLength() {
        #expect(verdict("jti", "\"\(String(repeating: "a", count: 255))\"") == nil)
        #expect(verdict("jti", "\"\(String(repeating: "a", count: 256))\"") == .claim("jti"))
        #expect(verdict("jti", "\"\(String(repeating: "ä", count: 127))\"") == nil)
        #expect(verdict("jti", "\"\(String(repeating: "ä", count: 128))\"") == .claim("jti"))
    }

    @Test("A text claim of another type is invalid, null too", arguments: ["origin", "name", "email", "iss"])
    func textClaims(claim: String) {
        for json in ["null", "1", "true", "[]", "{}", #"["x"]"#] { #expect(verdict(claim, json) == .claim(claim)) }
    }

    @Test("aud, if present, contains the public URL or one of the partner's audiences")
    func audience() {
        let rules = TokenRules(audiences: ["embed", "caf\u{E9}"])
        for json in [
            nil, "\"\(Fixture.publicURL)\"", #""embed""#, #"["x","embed"]"#, "[\"\(Fixture.publicURL)\",\"x\"]",
        ] {
            #expect(verdict("aud", json, rules: rules) == nil)
        }
        for json in [
            "null", "1", "[]", "{}", #""""#, #""other""#, #""Embed""#, #"["embed",1]"#, #"[["embed"]]"#, #"[null]"#,
            "\"\(Fixture.publicURL)/\"", "\"cafe\u{301}\"",
        ] {
            #expect(verdict("aud", json, rules: rules) == .claim("aud"), "\(json)")
        }
        #expect(verdict("aud", nil, rules: TokenRules(requiresAudience: true)) == .claim("aud"))
        #expect(verdict("aud", "\"\(Fixture.publicURL)\"", rules: TokenRules(requiresAudience: true)) == nil)
    }

    @Test("iss equals the partner's issuer if one is set, and may be required")
    func issuer() {
        let set = TokenRules(issuer: "acme")
        #expect(verdict("iss", nil, rules: set) == nil)
        #expect(verdict("iss", #""acme""#, rules: set) == nil)
        #expect(verdict("iss", #""Acme""#, rules: set) == .claim("iss"))
        #expect(verdict("iss", #""anyone""#) == nil)
        #expect(verdict("iss", nil, rules: TokenRules(requiresIssuer: true)) == .claim("iss"))
        #expect(verdict("iss", #""anyone""#, rules: TokenRules(requiresIssuer: true)) == nil)
    }

    @Test("purpose is absent on a direct link and sign_out on a sign-out")
    func purpose() throws {
        for json in [#""sign_out""#, #""sign_in""#, #""""#, "null", "1"] {
            #expect(verdict("purpose", json) == .claim("purpose"))
        }
        let signOut = { (json: String?) in
            refusal { try Fixture.verify(Fixture.token.with("purpose", json), purpose: .signOut) }
        }
        #expect(signOut(#""sign_out""#) == nil)
        for json in [nil, #""Sign_out""#, #""""#, "null", #"["sign_out"]"#] {
            #expect(signOut(json) == .claim("purpose"))
        }
    }

    @Test("A sign-out that names a member is of that member's sessions alone: it has no scope")
    func scopeBesideMember() throws {
        for subject in ["acme:4676:7", "acme:4676:Eann"] {
            let builder = Fixture.token.with("purpose", #""sign_out""#).with("sub", "\"\(subject)\"")
            #expect(refusal { try Fixture.verify(builder, purpose: .signOut) } == nil)
            let wide = builder.with("scope", #""customer""#)
            #expect(refusal { try Fixture.verify(wide, purpose: .signOut) } == .claim("scope"))
        }
    }

    @Test("scope of a sign-out is absent or customer")
    func scope() throws {
        let builder = Fixture.token.with("purpose", #""sign_out""#)
        #expect(try Fixture.verify(builder.with("scope", #""customer""#), purpose: .signOut).scope == "customer")
        #expect(try Fixture.verify(builder, purpose: .signOut).scope == nil)
        for json in [#""member""#, #""""#, "null", "1"] {
            #expect(refusal { try Fixture.verify(builder.with("scope", json), purpose: .signOut) } == .claim("scope"))
        }
    }
}
