import CasementTesting
import Domain
import Gateway
import Testing

@Suite("Direct link: the checks and their order", .enabled(if: RedisServerProcess.isInstalled))
struct DirectLinkCheckTests {
    /// A direct link's faults, worst first: each token here has the fault of its row and others of rows below.
    struct Row: Sendable, CustomStringConvertible {
        let code: String
        let status: Int
        var subject = "acme:4676"
        var claims: [String: String?] = [:]
        var query = ""
        var header: [(String, String)] = []
        var isForged = false
        var claim: String?
        var description: String { "\(code) \(subject) \(query)" }
    }

    @Test(
        "A token with several faults is refused for the first in order",
        arguments: [
            Row(
                code: "path_invalid", status: 400, claims: ["jti": nil], query: "&path=//x&origin=null", isForged: true),
            Row(code: "origin_malformed", status: 400, claims: ["jti": nil], query: "&origin=null", isForged: true),
            Row(
                code: "algorithm_not_allowed", status: 401, subject: "acme", header: [("alg", "\"none\"")],
                isForged: true),
            Row(code: "algorithm_not_allowed", status: 401, subject: "acme", header: [("alg", "\"HS256\"")]),
            Row(code: "algorithm_not_allowed", status: 401, header: [("jwk", "{}")]),
            Row(code: "claim_invalid", status: 401, subject: "nobody", isForged: true, claim: "sub"),
            Row(code: "vendor_not_found", status: 401, subject: "nobody:1", claims: ["jti": nil], isForged: true),
            Row(code: "algorithm_not_allowed", status: 401, subject: "beta:90", claims: ["jti": nil], isForged: true),
            Row(
                code: "key_not_found", status: 401, claims: ["jti": nil], header: [("kid", "\"other\"")], isForged: true
            ),
            Row(
                code: "signature_invalid", status: 401, subject: "acme:1", claims: ["jti": nil, "iat": "1"],
                isForged: true),
            Row(code: "claim_invalid", status: 401, subject: "acme:1", claims: ["jti": nil, "iat": nil], claim: "jti"),
            Row(code: "claim_invalid", status: 401, claims: ["purpose": "\"sign_out\""], claim: "purpose"),
            Row(code: "claim_invalid", status: 401, claims: ["aud": "\"https://other.example\""], claim: "aud"),
            Row(
                code: "token_freshness_missing", status: 401, subject: "acme:1",
                claims: ["iat": nil, "nbf": "1900000000"]),
            Row(
                code: "token_expired", status: 401, subject: "acme:1",
                claims: ["exp": "1799999000", "nbf": "1900000000", "iat": "1"]),
            Row(
                code: "token_not_yet_valid", status: 401, subject: "acme:1", claims: ["nbf": "1900000000", "iat": "1"]),
            Row(code: "token_too_old", status: 401, subject: "acme:1", claims: ["iat": "1799999000"]),
            Row(code: "customer_not_found", status: 401, subject: "acme:1:1", claims: ["origin": "\"null\""]),
            Row(code: "customer_not_found", status: 401, subject: "acme:90"),
            Row(code: "member_not_found", status: 401, subject: "acme:4676:99", claims: ["origin": "\"null\""]),
            Row(code: "member_not_found", status: 401, subject: "acme:4677:7"),
            Row(
                code: "origin_malformed", status: 400, claims: ["origin": "\"https://x/y\""],
                query: "&origin=https://evil.example"),
            Row(
                code: "origin_conflict", status: 400, claims: ["origin": "\"https://na1.company.com\""],
                query: "&origin=https://evil.example"),
            Row(code: "origin_required", status: 400, subject: "acme:4678"),
            Row(code: "origin_required", status: 400, subject: "strict:91"),
            Row(code: "origin_not_allowed", status: 403, query: "&origin=https://evil.example"),
            Row(code: "origin_not_allowed", status: 403, query: "&origin=https://na1.company.com:8443"),
            Row(code: "origin_not_allowed", status: 403, subject: "acme:4678", query: "&origin=https://wild.example"),
            Row(code: "origin_not_allowed", status: 403, subject: "acme:4678", query: "&origin=https://company.com"),
        ])
    func order(row: Row) async throws {
        try await GatewayRig.run { rig in
            var token = row.claims.reduce(TokenBuilder(subject: row.subject, at: rig.clock.now)) {
                $0.with($1.key, $1.value)
            }
            token = row.header.reduce(token) { $0.withHeader($1.0, $1.1) }
            let key = row.isForged ? try TokenTestKey(.p256) : rig.directory.acme
            let answer = try await rig.get(
                "/direct_link?token=\(token.signed(by: key.signer()))\(row.query)", "Accept: application/json")
            #expect(rig.code(answer) == row.code)
            #expect(answer.status == row.status)
            #expect(answer.body.contains("\"claim\":\"\(row.claim ?? "")\"") == (row.claim != nil))
            #expect(GatewayRig.cookie(answer) == nil)
        }
    }

    @Test(
        "What is no token is missing or malformed before all that it says",
        arguments: [
            ("", "token_missing"), ("token=", "token_missing"), ("token=&path=//x", "token_missing"),
            ("token=x", "token_malformed"), ("token=a.b.c", "token_malformed"), ("token=x&path=//x", "path_invalid"),
            ("token=x&origin=null", "origin_malformed"),
            ("token=x&origin=https://a.example,https://b.example", "origin_malformed"),
            ("token=x&origin=https://*.company.com", "origin_malformed"),
            ("token=x&origin=https://u@company.com", "origin_malformed"),
            ("token=x&origin=http://company.com", "origin_malformed"),
            ("token=x&origin=https://company.com/p", "origin_malformed"),
        ])
    func noToken(query: String, code: String) async throws {
        try await GatewayRig.run { rig in
            let answer = try await rig.get("/direct_link?\(query)")
            #expect(rig.code(answer) == code && answer.status == 400)
        }
    }

    @Test("A partner without origins can be signed in to directly and in no frame")
    func emptyList() async throws {
        try await GatewayRig.run { rig in
            let framed = try await rig.get("/direct_link?token=\(rig.token("beta:90", by: rig.directory.beta))")
            #expect(rig.code(framed) == "origin_list_empty" && framed.status == 403)
            let asked = try await rig.get(
                "/direct_link?token=\(rig.token("beta:90", by: rig.directory.beta))&origin=https://company.com",
                "Sec-Fetch-Dest: document")
            #expect(rig.code(asked) == "origin_not_allowed")
            let direct = try await rig.get(
                "/direct_link?token=\(rig.token("beta:90", by: rig.directory.beta))", "Sec-Fetch-Dest: document")
            #expect(direct.status == 303)
        }
    }

    @Test("A key of another partner signs nobody of this one in")
    func otherPartner() async throws {
        try await GatewayRig.run { rig in
            let token = try rig.token("beta:90", by: rig.directory.acme)
            let answer = try await rig.get("/direct_link?token=\(token)")
            #expect(rig.code(answer) == "algorithm_not_allowed")
        }
    }

    @Test(
        "The origin asked for is pinned, or else the first concrete one",
        arguments: [
            ("acme:4676", "", "https://na1.company.com"),
            ("acme:4676", "&origin=https://EU1.company.com/", "https://eu1.company.com"),
            ("acme:4676", "&origin=https://company.com:443", "https://company.com"),
            ("acme:EBS-1%2F%C3%BC", "", "https://na1.company.com"),
            ("acme:4677", "", "https://company.com"),
            ("acme:4678", "&origin=https://a.b.wild.example", "https://a.b.wild.example"),
            ("acme:4676", "&origin=", "https://na1.company.com"),
            ("strict:91", "&origin=https://two.example", "https://two.example"),
        ])
    func pin(subject: String, query: String, origin: String) async throws {
        try await GatewayRig.run { rig in
            let answer = try await rig.get("/direct_link?token=\(rig.token(subject))\(query)")
            let cookie = try #require(GatewayRig.cookie(answer))
            #expect(try await rig.session(cookie).contains("\"origin\":\"\(origin)\""))
        }
    }

    @Test("The pin outlives a change of the lists")
    func pinStays() async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn("acme:4676", ["origin": "\"https://eu1.company.com\""])
            var view = rig.directory.view
            var customer = try #require(view.customer(TestDirectory.blueSky))
            customer.origins = try OriginParser().list("https://new.company.com")
            view.put(customer)
            try await rig.gateway.show(view)
            let answer = try await rig.get("/", cookie: cookie)
            #expect(answer["Content-Security-Policy"] == "frame-ancestors 'self' https://eu1.company.com")
            let again = try await rig.get("/direct_link?token=\(rig.token())&origin=https://eu1.company.com")
            #expect(rig.code(again) == "origin_not_allowed")
        }
    }

    @Test("A token signs in once")
    func replay() async throws {
        try await GatewayRig.run { rig in
            let token = try rig.token()
            #expect(try await rig.get("/direct_link?token=\(token)").status == 303)
            let second = try await rig.send("POST", "/direct_link", body: "token=\(token)")
            #expect(rig.code(second) == "token_replayed" && second.status == 401)
            let same = try rig.token("acme:4676:7", ["jti": "\"twice\""])
            #expect(try await rig.get("/direct_link?token=\(same)").status == 303)
            let respelt = try rig.token("acme:4676", ["jti": "\"twice\"", "name": "\"other\""])
            #expect(rig.code(try await rig.get("/direct_link?token=\(respelt)")) == "token_replayed")
            let elsewhere = try rig.token("acme:4677", ["jti": "\"twice\""])
            #expect(try await rig.get("/direct_link?token=\(elsewhere)").status == 303)
        }
    }

    @Test("Of fifty uses at once exactly one wins")
    func parallelReplay() async throws {
        try await GatewayRig.run { rig in
            let token = try rig.token()
            let codes = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        let answer = try await rig.get("/direct_link?token=\(token)")
                        return answer.status == 303 ? "won" : rig.code(answer)
                    }
                }
                return try await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
            }
            #expect(codes == ["won": 1, "token_replayed": 49])
        }
    }
}
