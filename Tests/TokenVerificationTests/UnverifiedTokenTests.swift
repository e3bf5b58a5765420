import CasementTesting
import Domain
import OpenSSLCrypto
import Testing

@testable import TokenVerification

@Suite("Unverified tokens") struct UnverifiedTokenTests {
    static let header = #"{"alg":"ES256"}"#
    static let payload = #"{"sub":"acme:4676"}"#

    private func verdict(_ header: String, _ payload: String = payload) -> Verdict? {
        refusal { try UnverifiedToken(TokenBuilder.compact(header: header, payload: payload)) }
    }

    @Test("A well-formed token tells its algorithm, kid and subject")
    func wellFormed() throws {
        let token = try UnverifiedToken(
            TokenBuilder.compact(
                header: #"{"alg":"RS256","kid":"k1","typ":"JWT"}"#, payload: #"{"sub":"acme:EBS-1:17"}"#))
        #expect(token.algorithm == .rs256)
        #expect(token.keyID == "k1")
        #expect(token.subject.vendorID == VendorID("acme"))
        #expect(token.subject.customer == Reference("EBS-1"))
        #expect(token.subject.member == .id(MemberID(17)))
    }

    @Test("Anything but three segments of canonical base64url is malformed")
    func segments() {
        let compact = TokenBuilder.compact(header: Self.header, payload: Self.payload, signature: [1, 2, 3, 4])
        #expect(refusal { try UnverifiedToken(compact) } == nil)
        let parts = compact.split(separator: ".").map(String.init)
        let wrong = [
            "", ".", "..", "...", parts[0], parts[0] + "." + parts[1], compact + ".", "." + compact,
            compact + ".AAAA.AAAA",
            compact + "=", compact + "==", compact + "\n", " " + compact, compact.replacing(".", with: ".."),
            parts[0] + "=." + parts[1] + "." + parts[2], parts[0] + "." + parts[1] + ".+/+/", compact + "\0",
            String(compact.dropLast()) + "B", String(compact.dropLast()) + "ä",
        ]
        for text in wrong { #expect(refusal { try UnverifiedToken(text) } == .malformed, "\(text.debugDescription)") }
    }

    @Test("A token of 8 KiB is looked at, one byte more is malformed")
    func length() throws {
        let filler = String(repeating: "x", count: 4000)
        let short = TokenBuilder.compact(
            header: Self.header, payload: "{\"sub\":\"acme:1\",\"x\":\"\(filler)\"}", signature: [])
        let full = short + String(repeating: "A", count: UnverifiedToken.maxLength - short.utf8.count)
        let signatureLength = full.utf8.count - short.utf8.count
        try #require(signatureLength % 4 != 1)  // no base64url has that length
        #expect(refusal { try UnverifiedToken(full) } == nil)
        let failure = #expect(throws: CheckFailure.self) { try UnverifiedToken(full + "A") }
        #expect(failure?.refusal.message == "Send a token of at most 8 KiB.")
    }

    @Test(
        "A header that is no object of the right types is malformed",
        arguments: [
            "", "null", "[]", "1", #""RS256""#, "{}", #"{"alg":null}"#, #"{"alg":1}"#, #"{"alg":["RS256"]}"#,
            #"{"alg":"ES256","alg":"ES256"}"#, #"{"alg":"ES256","\u0061lg":"none"}"#, #"{"alg":"ES256","kid":1}"#,
            #"{"alg":"ES256","kid":null}"#, #"{"alg":"ES256","typ":1}"#, #"{"alg":"ES256"} x"#,
            "\u{FEFF}{\"alg\":\"ES256\"}",
            #"{"alg":"ES256","x":{"a":1,"\u0061":2}}"#,
            "{\"alg\":\"ES256\",\"kid\":\"\(String(repeating: "k", count: 256))\"}",
        ])
    func header(header: String) { #expect(verdict(header) == .malformed) }

    @Test("A kid of 255 bytes and any typ are well-formed")
    func acceptedHeaders() {
        #expect(verdict("{\"alg\":\"ES256\",\"kid\":\"\(String(repeating: "k", count: 255))\"}") == nil)
        #expect(verdict(#"{"alg":"ES256","typ":"at+jwt","cty":"x","x5t":"y"}"#) == nil)
        #expect(verdict(#"{"\u0061lg":"ES256"}"#) == nil)
    }

    @Test(
        "A payload that is no plain object is malformed",
        arguments: [
            "", "null", "[]", "7", #"{"sub":"acme:1","sub":"acme:1"}"#, #"{"sub":"acme:1","s\u0075b":"acme:2"}"#, "{",
        ])
    func payload(payload: String) { #expect(verdict(Self.header, payload) == .malformed) }

    @Test("Nesting of 16 is well-formed, of 17 malformed, and of 2,000 or 100,000 does no harm")
    func nesting() {
        let nested = { (depth: Int) in
            "{\"alg\":\"ES256\",\"sub\":\"acme:1\",\"x\":" + String(repeating: "[", count: depth - 1)
                + String(repeating: "]", count: depth - 1) + "}"
        }
        #expect(verdict(nested(16)) == nil)
        #expect(verdict(nested(17)) == .malformed)
        #expect(verdict(nested(2000)) == .malformed)
        #expect(verdict(nested(100_000)) == .malformed)
        #expect(verdict(Self.header, nested(16)) == nil)
        #expect(verdict(Self.header, nested(17)) == .malformed)
        #expect(verdict(Self.header, nested(2000)) == .malformed)
    }

    @Test(
        "none and HMAC are forbidden however they are spelled",
        arguments: ["none", "None", "NONE", "nOnE", "HS256", "HS384", "HS512", "hs256", "Hs1"])
    func forbiddenAlgorithms(name: String) {
        #expect(verdict("{\"alg\":\"\(name)\"}") == .forbidden)
        #expect(
            refusal {
                try UnverifiedToken(
                    TokenBuilder.compact(header: "{\"alg\":\"\(name)\"}", payload: Self.payload, signature: []))
            } == .forbidden)
    }

    @Test(
        "Critical extensions, b64 and keys in the header are forbidden",
        arguments: ["crit", "b64", "jwk", "jku", "x5u", "x5c"])
    func forbiddenMembers(name: String) {
        for value in ["null", "true", "false", "[]", #"["exp"]"#, "{}", #""x""#] {
            #expect(verdict("{\"alg\":\"ES256\",\"\(name)\":\(value)}") == .forbidden)
        }
    }

    @Test(
        "A sub of any other form is claim_invalid",
        arguments: [
            "{}", #"{"sub":null}"#, #"{"sub":1}"#, #"{"sub":["acme:1"]}"#, #"{"sub":""}"#, #"{"sub":"acme"}"#,
            #"{"sub":"acme:"}"#, #"{"sub":":1"}"#, #"{"sub":"acme:1:"}"#, #"{"sub":"acme:1:2:"}"#,
            #"{"sub":"acme:1:2:3"}"#,
            #"{"sub":"acme::2"}"#, #"{"sub":"ac me:1"}"#, #"{"sub":"acme:01"}"#, #"{"sub":"acme:-1"}"#,
            #"{"sub":"acme:+1"}"#,
            #"{"sub":"acme:0"}"#, #"{"sub":"acme:9223372036854775808"}"#, #"{"sub":"acme:E"}"#, #"{"sub":"acme:E%"}"#,
            #"{"sub":"acme:E%zz"}"#, #"{"sub":"acme:E%00"}"#, #"{"sub":"acme:E%0d%0a"}"#, #"{"sub":"acme:E%ff"}"#,
            #"{"sub":"acme:e1"}"#, #"{"sub":"acme:1 "}"#, #"{"sub":" acme:1"}"#, #"{"sub":"acme:1\n"}"#,
            #"{"sub":"acme:1\u0000"}"#, #"{"sub":"acme:Eü"}"#, #"{"sub":"acme:É1"}"#, #"{"sub":"acme:１"}"#,
            #"{"sub":"acme:̈1"}"#, #"{"sub":"acme:1:E"}"#, #"{"sub":"acme:1:x"}"#,
        ])
    func subject(payload: String) {
        #expect(verdict(Self.header, payload) == Verdict(.subjectForm, .claimInvalid, "sub"))
    }

    @Test("Of two faults the earlier check answers")
    func order() {
        #expect(verdict(#"{"alg":"none"}"#, "[]") == .malformed)
        #expect(verdict(#"{"alg":"none"}"#, "{}") == .forbidden)
        #expect(verdict(#"{"alg":"what"}"#, "{}") == Verdict(.subjectForm, .claimInvalid, "sub"))
        #expect(verdict(#"{"alg":"what"}"#) == nil)
    }
}
