import CasementTesting
import Domain
import Gateway
import NIOCore
import Testing

@Suite("Entering a workspace from the console", .enabled(if: RedisServerProcess.isInstalled))
struct EnterTests {
    private static let cleared =
        "__Host-casement-direct=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"

    @Test("A member's ticket makes a direct session of that member, and lands on the workspace's settings")
    func member() async throws {
        try await GatewayRig.run { rig in
            let answer = try await rig.enter(rig.ticket(member: TestDirectory.ann, name: "Ann"))
            #expect(answer.status == 303 && answer["Location"] == "/casement/workspace/settings")
            #expect(answer["Cache-Control"] == "no-store" && answer["Referrer-Policy"] == "no-referrer")
            let set = try #require(answer.values("Set-Cookie").first)
            #expect(answer.values("Set-Cookie").count == 1 && set.hasPrefix("__Host-casement-direct=4676."))
            #expect(set.hasSuffix("; Path=/; Secure; HttpOnly; SameSite=Lax"))
            let cookie = try #require(GatewayRig.cookie(answer))
            #expect(try await rig.session(cookie).contains("\"context\":\"direct\""))
            #expect(try await rig.get("/", cookie: cookie).status == 200)
            let request = try #require(rig.requests.first)
            #expect(request["X-Casement-Member"] == "7" && request["X-Casement-Role"] == "analyst")
            #expect(request["X-Casement-Name"] == "Ann" && request["X-Casement-Origin"] == "")
        }
    }

    @Test("A manager's ticket makes a session of no member, whose role says so everywhere")
    func manager() async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.enterAsManager()
            #expect(try await rig.get("/", cookie: cookie).status == 200)
            let request = try #require(rig.requests.first)
            #expect(request["X-Casement-Role"] == "customer_manager" && request.values("X-Casement-Member").isEmpty)
            #expect(request["X-Casement-Name"] == "Mia%20%C3%96." && request["X-Casement-Email"] == "mia@acme.example")
            #expect(try await rig.session(cookie).contains("\"member\":null"))
        }
    }

    @Test("A manager who leaves the team is served no more, at once and on every path")
    func leaving() async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.enterAsManager()
            let owner = try await rig.signIn()
            var view = rig.directory.view
            var acme = try #require(VendorID("acme").flatMap { view.partner($0) })
            acme.team = [TestDirectory.max]
            view.put(acme)
            view.sequence = 1
            try await rig.gateway.show(view)
            for target in ["/", "/casement/session", "/casement/workspace/settings"] {
                let answer = try await rig.get(target, cookie: cookie)
                #expect(rig.code(answer) == "session_expired" && answer.values("Set-Cookie") == [Self.cleared])
            }
            #expect(try await rig.get("/", cookie: owner).status == 200)
        }
    }

    @Test("Of parallel uses of one ticket one wins, and it works no second time")
    func once() async throws {
        try await GatewayRig.run { rig in
            let ticket = try await rig.ticket(manager: TestDirectory.mia)
            let codes = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<8 { group.addTask { rig.code(try await rig.enter(ticket)) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.sorted() == ["none: 303"] + Array(repeating: "token_expired", count: 7))
            let again = try await rig.enter(ticket)
            #expect(again.status == 401 && rig.code(again) == "token_expired" && again["Set-Cookie"] == "")
            #expect(again["Cache-Control"] == "no-store" && again["Referrer-Policy"] == "no-referrer")
        }
    }

    @Test(
        "What is no ticket enters nowhere",
        arguments: [
            ("", "token_missing"), ("?other=1", "token_missing"), ("?ticket=", "token_malformed"),
            ("?ticket=short", "token_malformed"), ("?ticket=x&ticket=y", "request_ambiguous"),
            ("?ticket=" + String(repeating: "A", count: 43), "token_expired"),
            ("?ticket=" + String(repeating: "A", count: 42) + "B", "token_malformed"),
        ])
    func refused(query: String, code: String) async throws {
        try await GatewayRig.run { rig in
            let answer = try await rig.get("/casement/enter\(query)")
            #expect(rig.code(answer) == code && answer["Set-Cookie"] == "" && answer["Cache-Control"] == "no-store")
        }
    }

    @Test(
        "Whoever is not there any more does not enter",
        arguments: [
            (CustomerID(5), nil, TestDirectory.mia), (TestDirectory.bare, nil, TestDirectory.mia),
            (TestDirectory.blueSky, MemberID(99), nil), (TestDirectory.greenSea, TestDirectory.ann, nil),
            (TestDirectory.blueSky, nil, TestDirectory.max), (TestDirectory.blueSky, nil, TeamUserID(99)),
        ] as [(CustomerID, MemberID?, TeamUserID?)])
    func gone(customer: CustomerID, member: MemberID?, manager: TeamUserID?) async throws {
        try await GatewayRig.run { rig in
            let answer = try await rig.enter(rig.ticket(customer, member: member, manager: manager))
            #expect(rig.code(answer) == "member_not_found" && answer["Set-Cookie"] == "")
        }
    }

    @Test("Other methods are not taken, and use no ticket up", arguments: ["HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
    func methods(method: String) async throws {
        try await GatewayRig.run { rig in
            let ticket = try await rig.ticket(manager: TestDirectory.mia)
            let answer = try await rig.send(method, "/casement/enter?ticket=\(ticket)")
            #expect(answer.status == 405 && answer["Allow"] == "GET")
            #expect(try await rig.enter(ticket).status == 303)
        }
    }

    @Test(
        "Neither a script, a prefetch nor a frame uses a ticket up",
        arguments: [
            "Sec-Fetch-Mode: cors", "X-Requested-With: XMLHttpRequest", "Sec-Purpose: prefetch;prerender",
            "Purpose: prefetch", "Sec-Fetch-Dest: iframe",
        ])
    func unasked(line: String) async throws {
        try await GatewayRig.run { rig in
            let ticket = try await rig.ticket(manager: TestDirectory.mia)
            #expect(rig.code(try await rig.enter(ticket, line)) == "http_request_invalid")
            #expect(try await rig.enter(ticket).status == 303)
        }
    }

    @Test("A store that is away is told, and nothing is set")
    func away() async throws {
        let redis = try RedisServerProcess()
        try await GatewayRig.run(GatewayRig.Options(redisURL: redis.url, redisTimeout: .seconds(3))) { rig in
            let ticket = try await rig.ticket(manager: TestDirectory.mia)
            redis.kill()
            let answer = try await rig.enter(ticket)
            #expect(answer.status == 503 && rig.code(answer) == "session_store_unavailable")
            #expect(answer["Set-Cookie"] == "" && answer["Retry-After"] == "1")
        }
    }
}
