import CasementTesting
import Domain
import OpenSSLCrypto
import Testing

@testable import TokenVerification

@Suite("Keys to register") struct ImportedKeyTests {
    private func problem(_ text: String) -> KeyProblem? {
        do {
            _ = try ImportedKey.read(text)
            return nil
        } catch {
            return error
        }
    }

    private func jwk(_ members: [String: String]) -> String {
        "{" + members.map { "\(JSONText.quoted($0)):\($1)" }.joined(separator: ",") + "}"
    }

    /// The P-256 key of the tests as a JWK's members in raw JSON.
    private func members() throws -> [String: String] {
        let point = try Fixture.key(.p256).signingKey.subjectPublicKeyInfo.suffix(64)
        return [
            "kty": #""EC""#, "crv": #""P-256""#, "x": "\"\(Base64URL.encode(Array(point.prefix(32))))\"",
            "y": "\"\(Base64URL.encode(Array(point.suffix(32))))\"",
        ]
    }

    @Test("PEM of every kind is read", arguments: SigningKey.Kind.allCases)
    func pem(kind: SigningKey.Kind) throws {
        let registered = try Fixture.key(kind).signingKey
        let pem = try PublicKey(subjectPublicKeyInfo: registered.subjectPublicKeyInfo).pem()
        let keys = try ImportedKey.read("\n" + pem)
        #expect(keys.map(\.kind) == [kind])
        #expect(keys.map(\.kid) == [nil])
        #expect(keys.map(\.subjectPublicKeyInfo) == [registered.subjectPublicKeyInfo])
    }

    @Test("A JWK gives the same key as its PEM, with its kid")
    func jwk() throws {
        var members = try members()
        for (name, json) in [("kid", #""k1""#), ("use", #""sig""#), ("alg", #""ES256""#), ("key_ops", #"["verify"]"#)] {
            members[name] = json
        }
        let keys = try ImportedKey.read(jwk(members))
        #expect(keys.map(\.kid) == ["k1"])
        #expect(keys.map(\.subjectPublicKeyInfo) == [try Fixture.key(.p256).signingKey.subjectPublicKeyInfo])
    }

    @Test("Private and symmetric keys are refused as such", arguments: SigningKey.Kind.allCases)
    func privateKeys(kind: SigningKey.Kind) throws {
        #expect(problem(try Fixture.key(kind).privatePEM.reveal()) == .privateKey)
        var members = try members()
        members["d"] = #""AAAA""#
        #expect(problem(jwk(members)) == .privateKey)
        #expect(problem(#"{"kty":"oct","k":"AAAA"}"#) == .privateKey)
        #expect(problem("{\"keys\":[\(jwk(try self.members())),{\"kty\":\"oct\",\"k\":\"AAAA\"}]}") == .privateKey)
    }

    @Test("RSA below 2048 bits is refused when registered", arguments: [512, 1024, 2047])
    func shortRSA(bits: Int) throws {
        let key = try PrivateKey.generate(.rsa(bits: bits)).publicKey()
        #expect(problem(try key.pem()) == .modulusLength(bits: bits))
    }

    @Test("RSA as JWK is read, a short modulus or a strange exponent refused")
    func rsaJWK() throws {
        let spki = try Fixture.key(.rsa).signingKey.subjectPublicKeyInfo
        let modulus = Base64URL.encode(Array(spki.suffix(256 + 5).prefix(256)))
        let verdict = { (n: String, e: String) in problem("{\"kty\":\"RSA\",\"n\":\"\(n)\",\"e\":\"\(e)\"}") }
        #expect(
            try ImportedKey.read("{\"kty\":\"RSA\",\"n\":\"\(modulus)\",\"e\":\"AQAB\"}").first?.subjectPublicKeyInfo
                == spki)
        #expect(verdict(Base64URL.encode([UInt8](repeating: 0xFF, count: 128)), "AQAB") == .modulusLength(bits: 1024))
        #expect(verdict(Base64URL.encode([UInt8](repeating: 0xFF, count: 1025)), "AQAB") == .modulusLength(bits: 8200))
        #expect(verdict(modulus, "") == .malformedMember("e"))
        #expect(verdict("", "AQAB") == .malformedMember("n"))
        for exponent in ["AQ", "Ag", "AA"] {
            guard case .malformed = verdict(modulus, exponent) else {
                Issue.record("exponent \(exponent)")
                continue
            }
        }
    }

    @Test("Other types and curves are refused")
    func unsupported() throws {
        var members = try members()
        members["crv"] = #""secp256k1""#
        #expect(problem(jwk(members)) == .unsupportedType("EC secp256k1"))
        #expect(problem(#"{"kty":"OKP","crv":"X25519","x":"AAAA"}"#) == .unsupportedType("OKP X25519"))
        #expect(problem(#"{"kty":"what"}"#) == .unsupportedType("what"))
    }

    @Test("A JWK for something else is refused")
    func purpose() throws {
        for (name, json) in [
            ("use", #""enc""#), ("alg", #""ES384""#), ("alg", #""HS256""#), ("alg", #""ECDH-ES""#),
            ("key_ops", #"["deriveKey"]"#),
        ] {
            var members = try members()
            members[name] = json
            #expect(problem(jwk(members)) == .notForSignatures)
        }
    }

    @Test("A JWK with a broken member is refused by its name")
    func malformed() throws {
        for (name, json) in [
            ("kty", "1"), ("crv", "null"), ("x", #""""#), ("x", #""AAAA""#), ("y", #""!""#), ("kid", "1"),
            ("kid", #""\n""#),
            ("use", "1"), ("key_ops", "1"), ("alg", "[]"),
        ] {
            var members = try members()
            members[name] = json
            #expect(problem(jwk(members)) == .malformedMember(name))
        }
        var offCurve = try members()
        offCurve["y"] = offCurve["x"]
        guard case .malformed = problem(jwk(offCurve)) else {
            Issue.record("a point off the curve was accepted")
            return
        }
    }

    @Test("A set gives its usable keys and leaves out those for others")
    func sets() throws {
        let key = jwk(try members())
        let foreign = #"{"kty":"OKP","crv":"X25519","x":"AAAA"}"#
        #expect(try ImportedKey.read("{\"keys\":[\(foreign),\(key)]}").count == 1)
        #expect(problem("{\"keys\":[\(foreign)]}") == .noUsableKey)
        #expect(problem(#"{"keys":[]}"#) == .noUsableKey)
        #expect(problem(#"{"keys":{}}"#) == .malformedMember("keys"))
        #expect(problem(#"{"keys":[1]}"#) == .malformedMember("keys"))
        #expect(problem("{\"keys\":[\(Array(repeating: key, count: 21).joined(separator: ","))]}") == .tooManyKeys)
    }

    @Test("Anything else is no key", arguments: ["", " ", "ssh-rsa AAAA", "[]", "-----BEGIN PUBLIC KEY-----"])
    func notAKey(text: String) { #expect(problem(text) == .notAKey) }
}
