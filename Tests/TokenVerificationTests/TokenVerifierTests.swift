import CasementTesting
import Domain
import OpenSSLCrypto
import Testing

@testable import TokenVerification

@Suite("Token verifier") struct TokenVerifierTests {
    @Test("Each of the ten algorithms verifies where the partner lists it", arguments: SignatureAlgorithm.allCases)
    func algorithms(algorithm: SignatureAlgorithm) throws {
        let key = try Fixture.key(for: algorithm)
        let token = try Fixture.verify(Fixture.token, key: key, algorithm, rules: TokenRules(algorithms: [algorithm]))
        #expect(token.subject == TokenSubject("acme:4676"))
    }

    @Test(
        "Without a list exactly the default of each registered kind is allowed", arguments: SignatureAlgorithm.allCases)
    func defaults(algorithm: SignatureAlgorithm) throws {
        let key = try Fixture.key(for: algorithm)
        let verdict = refusal { try Fixture.verify(Fixture.token, key: key, algorithm) }
        let isDefault = key.signingKey.kind.defaultAlgorithm == algorithm
        #expect(verdict == (isDefault ? nil : Verdict(.algorithm, .algorithmNotAllowed)))
    }

    @Test("An algorithm outside the list, an unknown one, and any with an empty list are not allowed")
    func notAllowed() throws {
        let expected = Verdict(.algorithm, .algorithmNotAllowed)
        #expect(refusal { try Fixture.verify(Fixture.token, rules: TokenRules(algorithms: [.es384])) } == expected)
        #expect(refusal { try Fixture.verify(Fixture.token, rules: TokenRules(algorithms: [])) } == expected)
        for name in ["ES256K", "es256", "RS1", "EdDSA ", "Ed448", ""] {
            #expect(refusal { try Fixture.verify(Fixture.token.withHeader("alg", "\"\(name)\"")) } == expected)
        }
    }

    @Test("A partner without keys gets key_not_found")
    func withoutKeys() {
        #expect(refusal { try Fixture.verify(Fixture.token, keys: []) } == Verdict(.key, .keyNotFound))
    }

    @Test("A header that names another algorithm than signed with never passes")
    func confusedAlgorithms() throws {
        let rules = TokenRules(algorithms: SignatureAlgorithm.allCases)
        for made in SignatureAlgorithm.allCases {
            let key = try Fixture.key(for: made)
            for named in SignatureAlgorithm.allCases where named != made {
                let token = Fixture.token.withHeader("alg", "\"\(named.rawValue)\"")
                let verdict = refusal { try Fixture.verify(token, key: key, made, rules: rules) }
                let isOfSameType = named.agrees(with: key.signingKey.kind)
                #expect(
                    verdict == (isOfSameType ? Verdict(.signature, .signatureInvalid) : Verdict(.key, .keyNotFound)))
            }
        }
    }

    @Test("kid picks the key, an unknown one is refused though a live key would verify")
    func kid() throws {
        let (key, other) = (try Fixture.key(.p256), try TokenTestKey(.p256, id: 9))
        let keys = [other.registered(kid: "old"), key.registered(kid: "new")]
        let verdict = { (kid: String) in
            refusal { try Fixture.verify(Fixture.token.withHeader("kid", kid), key: key, keys: keys) }
        }
        #expect(verdict(#""new""#) == nil)
        #expect(verdict(#""\u006eew""#) == nil)
        #expect(verdict(#""old""#) == Verdict(.signature, .signatureInvalid))
        for unknown in ["", "New", "new ", "new\\u0000", "\\r\\nnew", "nëw"] {
            #expect(verdict("\"\(unknown)\"") == Verdict(.key, .keyNotFound))
        }
        #expect(
            refusal { try Fixture.verify(Fixture.token.withHeader("kid", "\"new\""), key: key) }
                == Verdict(.key, .keyNotFound))
    }

    @Test("kid is compared by bytes, not by Unicode equivalence")
    func kidBytes() throws {
        let key = try Fixture.key(.p256)
        let keys = [key.registered(kid: "\u{E9}")]
        #expect(refusal { try Fixture.verify(Fixture.token.withHeader("kid", "\"\u{E9}\""), keys: keys) } == nil)
        #expect(
            refusal { try Fixture.verify(Fixture.token.withHeader("kid", "\"e\u{301}\""), keys: keys) }
                == Verdict(.key, .keyNotFound))
    }

    @Test("A kid whose key is of another type than alg is algorithm_not_allowed")
    func kidOfAnotherType() throws {
        let keys = [try Fixture.key(.rsa).registered(kid: "rsa"), try Fixture.key(.p256).registered(kid: "ec")]
        let token = Fixture.token.withHeader("kid", "\"rsa\"")
        #expect(refusal { try Fixture.verify(token, keys: keys) } == Verdict(.key, .algorithmNotAllowed))
    }

    @Test("Without kid every live key of the type is tried, at most four")
    func withoutKid() throws {
        let key = try Fixture.key(.p256)
        let others = try (10..<14).map { try TokenTestKey(.p256, id: $0).signingKey }
        let rsa = try Fixture.key(.rsa).signingKey
        #expect(refusal { try Fixture.verify(Fixture.token, keys: [rsa] + others.prefix(3) + [key.signingKey]) } == nil)
        #expect(
            refusal { try Fixture.verify(Fixture.token, keys: others + [key.signingKey]) }
                == Verdict(.signature, .signatureInvalid))
        #expect(
            refusal { try Fixture.verify(Fixture.token, rules: TokenRules(algorithms: [.es256]), keys: [rsa]) }
                == Verdict(.key, .keyNotFound))
    }

    @Test("A key verifies from its first moment to before its last, with kid and without")
    func validity() throws {
        let (key, now) = (try Fixture.key(.p256), Fixture.now)
        let verdict = { (from: UnixTime?, until: UnixTime?, token: TokenBuilder) in
            refusal { try Fixture.verify(token, keys: [key.registered(kid: "k", validFrom: from, validUntil: until)]) }
        }
        for token in [Fixture.token, Fixture.token.withHeader("kid", "\"k\"")] {
            #expect(verdict(now, nil, token) == nil)
            #expect(verdict(nil, now + 1, token) == nil)
            #expect(verdict(now + 1, nil, token) == Verdict(.key, .keyNotFound))
            #expect(verdict(nil, now, token) == Verdict(.key, .keyNotFound))
        }
    }

    @Test("A token of another partner, or signed by another's key, never passes")
    func anotherPartner() throws {
        let key = try Fixture.key(.p256)
        let foreign = TokenBuilder(subject: "other:4676", at: Fixture.now)
        #expect(refusal { try Fixture.verify(foreign, key: key) } == Verdict(.vendor, .vendorNotFound))
        let intruder = try TokenTestKey(.p256, id: 9)
        #expect(
            refusal { try Fixture.verify(Fixture.token, key: intruder, keys: [key.signingKey]) }
                == Verdict(.signature, .signatureInvalid))
    }

    @Test("A changed payload, header or signature is signature_invalid", arguments: SigningKey.Kind.allCases)
    func changed(kind: SigningKey.Kind) throws {
        let key = try Fixture.key(kind)
        let partner = try Fixture.partner([key.signingKey])
        let compact = try Fixture.token.signed(by: key.signer())
        let parts = compact.split(separator: ".").map(String.init)
        let payload = Base64URL.encode(Array(Fixture.token.with("sub", "\"acme:4677\"").payload.utf8))
        let header = Base64URL.encode(Array("{\"alg\":\"\(kind.defaultAlgorithm.rawValue)\" }".utf8))
        let signature = try #require(Base64URL.decode(parts[2]))
        let signatures: [[UInt8]] = [
            [], [0], Array(signature.dropLast()), signature + [0], [0] + signature, signature.reversed(),
            [UInt8](repeating: 0, count: signature.count), [UInt8](repeating: 0xFF, count: signature.count),
        ]
        let wrong =
            ["\(parts[0]).\(payload).\(parts[2])", "\(header).\(parts[1]).\(parts[2])"]
            + signatures.map { "\(parts[0]).\(parts[1]).\(Base64URL.encode($0))" }
        let verifier = TokenVerifier()
        for text in wrong {
            let verdict = refusal {
                try verifier.verify(
                    UnverifiedToken(text), of: partner, audience: Fixture.publicURL, purpose: .directLink,
                    limits: TokenLimits(), at: Fixture.now)
            }
            #expect(verdict == Verdict(.signature, .signatureInvalid))
        }
    }

    @Test("A key that was replaced under its number is parsed anew, and broken bytes verify nothing")
    func cache() throws {
        let (first, second) = (try TokenTestKey(.p256, id: 7), try TokenTestKey(.p256, id: 7))
        let verifier = TokenVerifier()
        let verify = { (signer: TokenTestKey, registered: SigningKey) in
            try verifier.verify(
                UnverifiedToken(Fixture.token.signed(by: signer.signer())), of: Fixture.partner([registered]),
                audience: Fixture.publicURL, purpose: .directLink, limits: TokenLimits(), at: Fixture.now)
        }
        #expect(refusal { try verify(first, first.signingKey) } == nil)
        #expect(refusal { try verify(first, second.signingKey) } == Verdict(.signature, .signatureInvalid))
        #expect(refusal { try verify(second, second.signingKey) } == nil)
        let broken = SigningKey(id: KeyID(7), kid: nil, kind: .p256, subjectPublicKeyInfo: [1, 2, 3])
        #expect(refusal { try verify(second, broken) } == Verdict(.signature, .signatureInvalid))
    }

    @Test("Of two faults the earlier check answers, from algorithm to age")
    func order() throws {
        let stale = Fixture.token.with("iat", "1").with("jti", nil)
        let intruder = try TokenTestKey(.p256, id: 9)
        let registered = try Fixture.key(.p256).signingKey
        let p384 = TokenRules(algorithms: [.es384])
        #expect(refusal { try Fixture.verify(stale, key: intruder, rules: p384, keys: []) }?.check == .algorithm)
        #expect(refusal { try Fixture.verify(stale, key: intruder, keys: []) }?.check == .key)
        #expect(refusal { try Fixture.verify(stale, key: intruder, keys: [registered]) }?.check == .signature)
        #expect(refusal { try Fixture.verify(stale) } == .claim("jti"))
        let old = Fixture.token.with("iat", "1")
        let ahead = "\(Fixture.now.seconds + 1)"
        #expect(refusal { try Fixture.verify(old.with("exp", "2").with("nbf", ahead)) }?.check == .expiry)
        #expect(refusal { try Fixture.verify(old.with("nbf", ahead)) }?.check == .notBefore)
        #expect(refusal { try Fixture.verify(old) }?.check == .age)
        #expect(refusal { try Fixture.verify(old.with("origin", "1").with("exp", "2")) } == .claim("origin"))
    }

    @Test("Before the signature is verified no refusal speaks of customers, members or origins")
    func silence() throws {
        let intruder = try TokenTestKey(.p256, id: 9)
        let registered = try Fixture.key(.p256).signingKey
        let failures: [() throws -> VerifiedToken] = [
            { try Fixture.verify(Fixture.token, rules: TokenRules(algorithms: [])) },
            { try Fixture.verify(Fixture.token, keys: []) },
            { try Fixture.verify(Fixture.token, key: intruder, keys: [registered]) },
        ]
        for failure in failures {
            let message = (#expect(throws: CheckFailure.self) { try failure() })?.refusal.message ?? ""
            for word in ["customer", "member", "origin", "4676"] { #expect(!message.contains(word)) }
        }
    }
}
