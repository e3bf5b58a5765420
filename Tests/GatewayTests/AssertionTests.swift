import CasementTesting
import Domain
import Gateway
import Testing

@Suite("Assertions", .enabled(if: RedisServerProcess.isInstalled))
struct AssertionTests {
    private static let keySet = "/.well-known/casement/jwks.json"

    @Test("It says what the fields say, who says it and to whom, and the published key verifies it")
    func claims() async throws {
        try await run { rig in
            let cookie = try await rig.signIn("acme:4676:Eann")
            let (request, assertion) = try await rig.asserted(cookie)
            #expect(try assertion.verifies(by: try await rig.get(Self.keySet).body))
            #expect(assertion.header.names.sorted() == ["alg", "kid", "typ"])
            #expect(assertion.header["alg"] == .string("ES256") && assertion.header["typ"] == .string("JWT"))
            let now = rig.clock.now.seconds
            let expected = [
                "iss": "https://gw.example", "aud": "the-application", "sub": "acme:4676:7", "iat": "\(now)",
                "exp": "\(now + 300)", "partner": "acme", "customer": "4676", "customer_external_id": "BS-1/ü",
                "member": "7", "role": "analyst", "name": "Ann Ä. 100%", "email": "ann@example.com",
                "origin": "https://na1.company.com", "sid": request["X-Casement-Session"],
            ]
            #expect(Set(assertion.claims.names) == Set(expected.keys))
            for (claim, value) in expected { #expect(assertion[claim] == value) }
        }
    }

    @Test("What is unknown is absent, and nobody shares a manager's subject")
    func absent() async throws {
        try await run { rig in
            let (_, owner) = try await rig.asserted(rig.signIn("acme:4677", direct: true))
            #expect(
                Set(owner.claims.names) == [
                    "iss", "aud", "sub", "iat", "exp", "partner", "customer", "role", "sid",
                ])
            #expect(owner["sub"] == "acme:4677" && owner["role"] == "owner")
            let (_, manager) = try await rig.asserted(rig.enterAsManager())
            #expect(manager["sub"] == "acme:4676:manager-3" && manager["role"] == "customer_manager")
            #expect(manager["member"] == nil)
        }
    }

    @Test("By default it is for the public URL")
    func audience() async throws {
        try await GatewayRig.run { rig in
            let (_, assertion) = try await rig.asserted(rig.signIn())
            #expect(assertion["aud"] == "https://gw.example")
        }
    }

    @Test("A session's is sent again until a minute before its end, and each session has its own")
    func reuse() async throws {
        try await run { rig in
            let (one, other) = (try await rig.signIn(), try await rig.signIn("acme:4677"))
            let first = try await rig.asserted(one).request["X-Casement-Assertion"]
            rig.clock.advance(by: 239)
            #expect(try await rig.asserted(one).request["X-Casement-Assertion"] == first)
            #expect(try await rig.asserted(other).assertion["sub"] == "acme:4677")
            rig.clock.advance(by: 1)
            let (request, renewed) = try await rig.asserted(one)
            #expect(request["X-Casement-Assertion"] != first)
            #expect(renewed["iat"] == "\(rig.clock.now.seconds)")
            // A clock that was put back leaves none that begins in the future.
            rig.clock.advance(by: -3)
            #expect(try await rig.asserted(one).assertion["iat"] == "\(rig.clock.now.seconds)")
        }
    }

    @Test("A fact that changes is in the next one, as in the fields")
    func changes() async throws {
        try await run { rig in
            let cookie = try await rig.signIn("acme:4676:7")
            #expect(try await rig.asserted(cookie).assertion["role"] == "analyst")
            var view = rig.directory.view
            var ann = try #require(view.member(TestDirectory.ann))
            ann.role = .operator
            ann.name = "Ann B."
            view.put(ann)
            try await rig.gateway.show(view)
            let (request, assertion) = try await rig.asserted(cookie)
            #expect(assertion["role"] == "operator" && request["X-Casement-Role"] == "operator")
            #expect(assertion["name"] == "Ann B." && request["X-Casement-Name"] == "Ann%20B.")
            let again = try await rig.signIn("acme:4676:7", ["name": "\"A\""], cookie: cookie)
            let renewed = try await rig.asserted(again).assertion
            #expect(renewed["name"] == "A" && renewed["sid"] == assertion["sid"])
        }
    }

    @Test("Another key signs from the next request on, on every loop, and the former is still published")
    func rotation() async throws {
        try await run({ $0.workers = 2 }) { rig in
            let cookie = try await rig.signIn()
            var before: [Assertion] = []
            for _ in 0..<4 { before.append(try await rig.asserted(cookie).assertion) }
            let keys = try AssertionKeys.made(besides: rig.assertions.published)
            try await rig.gateway.sign(with: keys)
            let jwks = try await rig.get(Self.keySet).body
            for _ in 0..<4 {
                let assertion = try await rig.asserted(cookie).assertion
                #expect(assertion.kid == keys.kid)
                #expect(try assertion.verifies(by: jwks))
            }
            for assertion in before {
                #expect(assertion.kid == rig.assertions.kid)
                #expect(try assertion.verifies(by: jwks))
            }
        }
    }

    @Test(
        "One that comes from outside never gets through",
        arguments: [
            "X-Casement-Assertion: forged", "x-casement-assertion: forged", "X_Casement_Assertion: forged",
            "X-Casement_Assertion: forged", "Connection: X-Casement-Assertion",
        ])
    func forged(line: String) async throws {
        try await run({ $0.publicPaths = ["/public"] }) { rig in
            let cookie = try await rig.signIn()
            for target in ["/", "/public"] {
                #expect(try await rig.get(target, line, cookie: cookie).status == 200)
            }
            let lines = rig.requests.map { request in
                request.head.fields.filter { $0.name.lowercased().hasSuffix("assertion") }
            }
            #expect(lines.map(\.count) == [1, 0])
            #expect(try Assertion(rig.requests[0])["sub"] == "acme:4676")
        }
    }

    @Test("The key set is for everybody, for a while, to be read only")
    func keySet() async throws {
        try await run { rig in
            let answer = try await rig.get(Self.keySet)
            #expect(answer.status == 200 && answer["Content-Type"] == "application/json")
            #expect(answer["Cache-Control"] == "public, max-age=300" && answer["Set-Cookie"] == "")
            #expect(!answer.body.contains("\"d\""))
            let head = try await rig.send("HEAD", Self.keySet)
            #expect(head.status == 200 && head["Content-Length"] == answer["Content-Length"] && head.body == "")
            for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
                let refused = try await rig.send(method, Self.keySet)
                #expect(rig.code(refused) == "method_not_allowed" && refused["Allow"] == "GET, HEAD")
            }
            #expect(rig.requests.isEmpty)
        }
    }

    private func run(
        _ configure: @escaping (inout GatewayConfiguration) -> Void = { _ in },
        _ body: (GatewayRig) async throws -> Void
    ) async throws {
        try await GatewayRig.run(script: { _ in ScriptedUpstream.Answer() }) {
            $0.assertionAudience = "the-application"
            configure(&$0)
        } _: { rig in
            try await body(rig)
        }
    }
}

extension GatewayRig {
    /// A request under a session as the application got it, and the assertion that came with it.
    fileprivate func asserted(_ cookie: String) async throws -> (
        request: ScriptedUpstream.Request, assertion: Assertion
    ) {
        _ = try await get("/", cookie: cookie)
        let request = try #require(requests.last)
        return (request, try Assertion(request))
    }
}
