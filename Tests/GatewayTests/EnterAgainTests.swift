import CasementTesting
import Domain
import Testing

@Suite("Entering a workspace where somebody is signed in", .enabled(if: RedisServerProcess.isInstalled))
struct EnterAgainTests {
    @Test("Another person's direct session is not ended unasked; the answer to the question works once, from here")
    func asked() async throws {
        try await GatewayRig.run { rig in
            let first = try await rig.signIn("acme:4676:7", direct: true)
            let ticket = try await rig.ticket(TestDirectory.greenSea, manager: TestDirectory.mia, name: "Mia <b>")
            let answer = try await rig.enter(ticket, cookie: first)
            #expect(answer.status == 200 && answer["Cache-Control"] == "no-store" && answer["Set-Cookie"] == "")
            #expect(answer["Content-Security-Policy"].contains("frame-ancestors 'none'"))
            #expect(answer.body.contains("Ann Ä. 100% at Blue Sky"))
            #expect(answer.body.contains("Mia &lt;b&gt; at Green &lt;Sea&gt;"))
            #expect(answer.body.contains("<form method=\"get\" action=\"/casement/enter\">"))
            #expect(!answer.body.contains(ticket))
            #expect(try await rig.get("/", cookie: first).status == 200)
            #expect(rig.code(try await rig.enter(ticket, cookie: first)) == "token_expired")

            let start = try #require(answer.body.firstRange(of: "name=\"ticket\" value=\"")).upperBound
            let next = String(answer.body[start...].prefix(43))
            let entered = try await rig.enter(
                next, "Sec-Fetch-Dest: document", "Sec-Fetch-Site: same-origin", cookie: first)
            #expect(entered.status == 303 && entered["Clear-Site-Data"] == "\"storage\"")
            #expect(rig.code(try await rig.get("/", cookie: first)) == "session_expired")
            let second = try #require(GatewayRig.cookie(entered))
            #expect(try await rig.session(second).contains("\"id\":4677"))
        }
    }

    @Test("A manager goes from one customer to the next unasked, and the former session ends")
    func onwards() async throws {
        try await GatewayRig.run { rig in
            let first = try await rig.enterAsManager()
            let answer = try await rig.enter(
                rig.ticket(TestDirectory.greenSea, manager: TestDirectory.mia), cookie: first)
            #expect(answer.status == 303 && answer["Clear-Site-Data"] == "\"storage\"")
            #expect(rig.code(try await rig.get("/", cookie: first)) == "session_expired")
        }
    }

    @Test("The same manager at the same customer renews the session")
    func renewal() async throws {
        try await GatewayRig.run { rig in
            let first = try await rig.enterAsManager()
            let before = try await rig.session(first)
            let answer = try await rig.enter(rig.ticket(manager: TestDirectory.mia), cookie: first)
            #expect(answer.status == 303 && answer["Clear-Site-Data"] == "")
            let second = try #require(GatewayRig.cookie(answer))
            #expect(second != first)
            #expect(try await rig.session(second) == before)
        }
    }

    @Test("A manager is not the owner: the owner's direct session is not renewed, and is asked for")
    func owner() async throws {
        try await GatewayRig.run { rig in
            let first = try await rig.signIn("acme:4676", direct: true)
            let answer = try await rig.enter(rig.ticket(manager: TestDirectory.mia), cookie: first)
            #expect(answer.status == 200 && answer.body.contains("Switch account?"))
        }
    }

    @Test("A framed session whose cookie came along ends, and is cleared")
    func framed() async throws {
        try await GatewayRig.run { rig in
            let first = try await rig.signIn()
            let answer = try await rig.enter(rig.ticket(manager: TestDirectory.mia), cookie: first)
            #expect(answer.status == 303)
            #expect(answer.values("Set-Cookie").contains { $0.hasPrefix("__Host-casement=;") })
            #expect(rig.code(try await rig.get("/", cookie: first)) == "session_expired")
        }
    }
}
