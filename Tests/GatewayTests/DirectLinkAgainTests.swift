import CasementTesting
import Testing

@Suite("Direct link again in the same browser", .enabled(if: RedisServerProcess.isInstalled))
struct DirectLinkAgainTests {
    @Test("The same person on the same page renews: new value, same session, the old value works ten seconds more")
    func renewal() async throws {
        try await GatewayRig.run { rig in
            let first = try await rig.signIn("acme:4676:7", ["name": "\"Old\""])
            let before = try await rig.session(first)
            rig.clock.advance(by: 100)
            let answer = try await rig.get(
                "/direct_link?token=\(rig.token("acme:4676:7", ["name": "\"New\""]))", cookie: first)
            let second = try #require(GatewayRig.cookie(answer))
            #expect(second != first && answer["Clear-Site-Data"] == "" && answer.values("Set-Cookie").count == 1)
            let after = try await rig.session(second)
            #expect(member("session", before) == member("session", after))
            #expect(member("created_at", before) == member("created_at", after))
            #expect(member("absolute_expires_at", before) < member("absolute_expires_at", after))
            #expect(after.contains("\"name\":\"New\""))
            rig.clock.advance(by: 9)
            #expect(try await rig.session(first) == after)
            rig.clock.advance(by: 2)
            #expect(rig.code(try await rig.get("/", cookie: first)) == "session_expired")
            #expect(try await rig.get("/", cookie: second).status == 200)
        }
    }

    @Test("A sign-in that names the former value meanwhile renews the same session")
    func renewalByFormerValue() async throws {
        try await GatewayRig.run { rig in
            let first = try await rig.signIn()
            let id = member("session", try await rig.session(first))
            let second = try await rig.signIn(cookie: first)
            let third = try await rig.signIn(cookie: first)
            #expect(Set([first, second, third]).count == 3)
            #expect(member("session", try await rig.session(third)) == id)
            #expect(member("session", try await rig.session(second)) == id)
        }
    }

    @Test(
        "Anyone or anything else ends the session that the cookie named",
        arguments: [
            ("acme:4676:8", "", "https://na1.company.com"), ("acme:4677", "", "https://company.com"),
            ("acme:4676:7", "&origin=https://eu1.company.com", "https://eu1.company.com"),
        ])
    func another(subject: String, query: String, origin: String) async throws {
        try await GatewayRig.run { rig in
            let first = try await rig.signIn("acme:4676:7")
            let answer = try await rig.get(
                "/direct_link?token=\(rig.token(subject))\(query)", cookie: "\(first); app=1; theme=dark")
            let second = try #require(GatewayRig.cookie(answer))
            #expect(answer["Clear-Site-Data"] == "\"storage\"")
            for name in ["app", "theme"] {
                let expiry = "Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"
                let cleared = answer.values("Set-Cookie").filter {
                    $0.hasPrefix("\(name)=; Path=/; Secure") && $0.hasSuffix(expiry)
                }
                #expect(cleared.count == 2 && cleared.filter { $0.contains("Partitioned") }.count == 1)
            }
            #expect(rig.code(try await rig.get("/", cookie: first)) == "session_expired")
            #expect(try await rig.session(second).contains("\"origin\":\"\(origin)\""))
        }
    }

    @Test("A sign-in of one kind ends and clears a session of the other kind", arguments: [true, false])
    func otherKind(direct: Bool) async throws {
        try await GatewayRig.run { rig in
            let first = try await rig.signIn(direct: direct)
            let lines = direct ? [] : ["Sec-Fetch-Dest: document"]
            let answer = try await rig.ask(
                WireRequest("GET", "/direct_link?token=\(rig.token())", lines, cookie: first))
            let cleared =
                direct
                ? "__Host-casement-direct=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"
                : "__Host-casement=; Path=/; Secure; HttpOnly; SameSite=None; Partitioned; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"
            #expect(answer.values("Set-Cookie").contains(cleared))
            #expect(rig.code(try await rig.get("/", cookie: first)) == "session_expired")
            let second: String = try #require(GatewayRig.cookie(answer))
            #expect(try await rig.get("/", cookie: second).status == 200)
        }
    }

    @Test("A cookie of nobody's is no obstacle, and no identity changes")
    func deadCookie() async throws {
        try await GatewayRig.run { rig in
            for dead in ["__Host-casement=4676.\(String(repeating: "A", count: 43))", "__Host-casement=nonsense"] {
                let answer = try await rig.get("/direct_link?token=\(rig.token())", cookie: dead)
                #expect(answer.status == 303 && answer["Clear-Site-Data"] == "")
            }
        }
    }

    @Test(
        "A direct link from elsewhere that would end another's direct session asks first",
        arguments: ["cross-site", "same-site", nil])
    func switchPage(site: String?) async throws {
        try await GatewayRig.run { rig in
            let first = try await rig.signIn("acme:4676:7", direct: true)
            let token = try rig.token("acme:4677", ["name": "\"Eve <b>\""])
            let lines = ["Sec-Fetch-Dest: document"] + (site.map { ["Sec-Fetch-Site: \($0)"] } ?? [])
            let answer = try await rig.ask(
                WireRequest("GET", "/direct_link/a%20b?q=1&token=\(token)", lines, cookie: first))
            #expect(answer.status == 200 && answer["Cache-Control"] == "no-store" && answer["Set-Cookie"] == "")
            #expect(answer["Content-Security-Policy"].contains("frame-ancestors 'none'"))
            #expect(
                answer.body.contains("Ann Ä. 100% at Blue Sky")
                    && answer.body.contains("Eve &lt;b&gt; at Green &lt;Sea&gt;"))
            #expect(answer.body.contains("action=\"/direct_link\"") && answer.body.contains("value=\"\(token)\""))
            #expect(answer.body.contains("name=\"path\" value=\"/a%20b?q=1\""))
            #expect(try await rig.get("/", cookie: first).status == 200)

            let posted = try await rig.send(
                "POST", "/direct_link", "Sec-Fetch-Dest: document", "Sec-Fetch-Site: same-origin", cookie: first,
                body: "token=\(token)&path=%2Fa%2520b%3Fq%3D1")
            #expect(posted.status == 303 && posted["Location"] == "/a%20b?q=1")
            #expect(posted["Clear-Site-Data"] == "\"storage\"")
            #expect(rig.code(try await rig.get("/", cookie: first)) == "session_expired")
        }
    }

    @Test("Nobody is asked for the same person, a dead session, or a link of one's own")
    func noSwitchPage() async throws {
        try await GatewayRig.run { rig in
            let first = try await rig.signIn("acme:4676:7", direct: true)
            let same = try await rig.get(
                "/direct_link?token=\(rig.token("acme:4676:7"))", "Sec-Fetch-Dest: document",
                "Sec-Fetch-Site: cross-site",
                cookie: first)
            #expect(same.status == 303)
            let renewed: String = try #require(GatewayRig.cookie(same))
            let own = try await rig.get(
                "/direct_link?token=\(rig.token("acme:4677"))", "Sec-Fetch-Dest: document", "Sec-Fetch-Site: none",
                cookie: renewed)
            #expect(own.status == 303)
            let dead = "__Host-casement-direct=4676.\(String(repeating: "A", count: 43))"
            let stale = try await rig.get(
                "/direct_link?token=\(rig.token("acme:4677"))", "Sec-Fetch-Dest: document",
                "Sec-Fetch-Site: cross-site",
                cookie: dead)
            #expect(stale.status == 303)
        }
    }

    /// The text of a member of a JSON object.
    private func member(_ name: String, _ json: String) -> String {
        guard let start = json.firstRange(of: "\"\(name)\":\"") else { return "none" }
        return String(json[start.upperBound...].prefix { $0 != "\"" })
    }
}
