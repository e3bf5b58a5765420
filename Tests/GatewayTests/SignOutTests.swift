import CasementTesting
import Gateway
import Testing

@Suite("Sign-out", .enabled(if: RedisServerProcess.isInstalled))
struct SignOutTests {
    private static let pinned = "https://na1.company.com"
    private static let dead = "__Host-casement=4676.\(String(repeating: "A", count: 43))"
    private static let cleared =
        "__Host-casement=; Path=/; Secure; HttpOnly; SameSite=None; Partitioned; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"

    @Test(
        "A form ends the session with all its values, clears the cookie and the application's",
        arguments: [nil, "return_to=%2Fbye"])
    func form(body: String?) async throws {
        try await GatewayRig.run { rig in
            let former = try await rig.signIn()
            let cookie = try await rig.signIn(cookie: former)
            let answer = try await rig.send(
                "POST", "/sign_out", "Origin: https://gw.example", "Sec-Fetch-Mode: navigate",
                cookie: "\(cookie); app=1",
                body: body)
            #expect(answer.status == (body == nil ? 200 : 303) && answer["Cache-Control"] == "no-store")
            #expect(answer["Location"] == (body == nil ? "" : "/bye"))
            #expect(answer["Clear-Site-Data"] == "\"storage\"")
            #expect(answer.values("Set-Cookie").contains(Self.cleared))
            #expect(answer.values("Set-Cookie").filter { $0.hasPrefix("app=; Path=/;") }.count == 2)
            for value in [cookie, former] {
                #expect(rig.code(try await rig.get("/", cookie: value)) == "session_expired")
            }
            #expect(rig.requests.isEmpty)
        }
    }

    @Test("A fetch gets 204, and the pinned origin may ask", arguments: ["POST /sign_out", "DELETE /casement/session"])
    func fetch(line: String) async throws {
        let words = line.split(separator: " ").map(String.init)
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            let foreign = try await rig.send(
                words[0], words[1], "Origin: https://eu1.company.com", "Sec-Fetch-Mode: cors", cookie: cookie)
            #expect(rig.code(foreign) == "origin_mismatch" && foreign.status == 403 && foreign["Set-Cookie"] == "")
            #expect(rig.code(try await rig.send(words[0], words[1], cookie: cookie)) == "origin_mismatch")
            let answer = try await rig.send(
                words[0], words[1], "Origin: \(Self.pinned)", "Sec-Fetch-Mode: cors", cookie: cookie)
            #expect(answer.status == 204 && answer["Access-Control-Allow-Origin"] == Self.pinned)
            #expect(answer.values("Set-Cookie") == [Self.cleared] && answer["Content-Length"] == "")
            #expect(rig.code(try await rig.get("/", cookie: cookie)) == "session_expired")
        }
    }

    @Test(
        "return_to leads to this host or the pinned origin only",
        arguments: [
            ("/a?b#c", "/a?b#c"), ("https://na1.company.com/x?y", "https://na1.company.com/x?y"),
            ("https://na1.company.com", "https://na1.company.com/"), ("https://gw.example/x", "https://gw.example/x"),
            ("https://eu1.company.com/", nil), ("https://evil.example", nil), ("//evil.example", nil),
            ("/\\evil.example", nil),
            ("https://na1.company.com.evil.example/", nil), ("https://na1.company.com@evil.example/", nil),
            ("javascript:alert(1)", nil), ("https://na1.company.com\\.evil.example", nil), ("/%5cevil", nil), ("", nil),
        ])
    func returnTo(text: String, location: String?) async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            let escaped = text.map { $0.isLetter || $0.isNumber ? String($0) : String(format($0)) }.joined()
            let answer = try await rig.send(
                "POST", "/sign_out", "Origin: https://gw.example", cookie: cookie, body: "return_to=\(escaped)")
            #expect(answer.status == (location == nil ? 200 : 303))
            #expect(answer["Location"] == location ?? "")
            #expect(rig.code(try await rig.get("/", cookie: cookie)) == "session_expired")
        }
    }

    private func format(_ character: Character) -> String {
        character.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test("Without a session there is nothing to end, by the same rule for writes")
    func nothing() async throws {
        try await GatewayRig.run { rig in
            #expect(try await rig.send("POST", "/sign_out", "Origin: https://gw.example").status == 200)
            #expect(rig.code(try await rig.send("POST", "/sign_out")) == "origin_mismatch")
            let answer = try await rig.send("POST", "/sign_out", "Sec-Fetch-Site: same-origin", cookie: Self.dead)
            #expect(answer.status == 200 && answer.values("Set-Cookie") == [Self.cleared])
        }
    }

    @Test(
        "The reference platform's link ends the session for pages that may, and asks for others",
        arguments: [
            ("Sec-Fetch-Site: same-origin", true), ("Referer: https://gw.example/a", true),
            ("Referer: https://na1.company.com/a?b", true),
            ("Referer: https://na1.company.com", true), ("Referer: https://eu1.company.com/", false),
            ("Referer: https://evil.example/https://gw.example/", false),
            ("Referer: https://gw.example.evil.example/", false),
            ("Sec-Fetch-Site: cross-site", false), ("Origin: https://gw.example", false), ("X-A: b", false),
        ])
    func link(line: String, ends: Bool) async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            let answer = try await rig.get("/users/sign_out?return_to=%2Fbye%22", line, cookie: cookie)
            if ends {
                #expect(answer.status == 303 && answer["Location"] == "/bye\"" && answer["Set-Cookie"] == Self.cleared)
            } else {
                #expect(answer.status == 200 && answer["Set-Cookie"] == "" && answer["Cache-Control"] == "no-store")
                #expect(
                    answer.body.contains("method=\"post\" action=\"/sign_out\"")
                        && answer.body.contains("value=\"/bye&quot;\""))
                #expect(
                    answer["Content-Security-Policy"].hasSuffix(
                        "form-action 'self' \(Self.pinned); frame-ancestors 'self' \(Self.pinned)"))
            }
            #expect(try await rig.get("/", cookie: cookie).status == (ends ? 401 : 200))
        }
    }

    @Test(
        "A direct session's link passes from every page of the effective list",
        arguments: ["https://eu1.company.com/x", "https://company.com"])
    func directLink(referer: String) async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn(direct: true)
            let answer = try await rig.get("/users/sign_out", "Referer: \(referer)", cookie: cookie)
            #expect(answer.status == 200 && answer.body.contains("Signed out"))
            #expect(rig.code(try await rig.get("/", cookie: cookie)) == "session_expired")
        }
    }

    @Test("The link without a session says so; other methods are refused")
    func linkAlone() async throws {
        try await GatewayRig.run { rig in
            let answer = try await rig.get("/users/sign_out")
            #expect(answer.status == 200 && answer.body.contains("There was no session here to end"))
            #expect(answer["Content-Security-Policy"].hasSuffix("form-action 'none'; frame-ancestors *"))
            let post = try await rig.send("POST", "/users/sign_out", "Origin: https://gw.example")
            #expect(rig.code(post) == "method_not_allowed" && post["Allow"] == "GET")
        }
    }

    @Test(
        "The link without a session takes nothing from the browser at a foreign page's word, nor leads on",
        arguments: [
            (nil, "Referer: https://evil.example/", false), (nil, "X-A: b", false), (dead, "X-A: b", false),
            (dead, "Sec-Fetch-Site: cross-site", false), (dead, "Sec-Fetch-Site: same-origin", true),
            (nil, "Referer: https://gw.example/a", true),
        ] as [(String?, String, Bool)])
    func linkWithoutSession(cookie: String?, line: String, clears: Bool) async throws {
        try await GatewayRig.run { rig in
            let answer = try await rig.get(
                "/users/sign_out?return_to=%2Fbye", line, cookie: cookie.map { $0 + "; app=1" } ?? "app=1")
            #expect(answer.status == 200 && answer.body.contains("There was no session here to end"))
            #expect(answer["Clear-Site-Data"] == (clears ? "\"storage\"" : ""))
            let lines = answer.values("Set-Cookie")
            #expect(lines.filter { $0.hasPrefix("app=;") }.count == (clears ? 2 : 0))
            #expect(lines.contains(Self.cleared) == (cookie != nil))
        }
    }

    @Test(
        "A signed sign-out ends exactly those it names",
        arguments: [
            ("acme:4676:7", [:], 2, [0, 1]), ("acme:4676:8", [:], 1, [2]), ("acme:4676", [:], 1, [3]),
            ("acme:4677", [:], 1, [4]),
            ("acme:4676", ["scope": "\"customer\""], 4, [0, 1, 2, 3]), ("acme:4678", [:], 0, []),
        ] as [(String, [String: String], Int, [Int])])
    func signed(subject: String, claims: [String: String], count: Int, ended: [Int]) async throws {
        try await GatewayRig.run { rig in
            let cookies = [
                try await rig.signIn("acme:4676:7"), try await rig.signIn("acme:4676:7", direct: true),
                try await rig.signIn("acme:4676:8"), try await rig.signIn("acme:4676"),
                try await rig.signIn("acme:4677"),
            ]
            let token = try rig.signOutToken(subject, claims)
            let answer = try await rig.send("POST", "/sign_out", body: "token=\(token)")
            #expect(answer.status == 200 && answer.body == "{\"ended\":\(count)}\n" && answer["Set-Cookie"] == "")
            for (index, cookie) in cookies.enumerated() {
                #expect(try await rig.get("/", cookie: cookie).status == (ended.contains(index) ? 401 : 200))
            }
            #expect(rig.code(try await rig.send("POST", "/sign_out", body: "token=\(token)")) == "token_replayed")
        }
    }

    @Test("A token is good for its purpose only, and both purposes share one memory")
    func purposes() async throws {
        try await GatewayRig.run { rig in
            let direct = try await rig.send("POST", "/sign_out", body: "token=\(rig.token())")
            #expect(rig.code(direct) == "claim_invalid")
            #expect(
                rig.code(try await rig.get("/direct_link?token=\(rig.signOutToken("acme:4676"))")) == "claim_invalid")
            _ = try await rig.signIn("acme:4676", ["jti": "\"one\""])
            let replayed = try await rig.send(
                "POST", "/sign_out", body: "token=\(rig.signOutToken("acme:4676", ["jti": "\"one\""]))")
            #expect(rig.code(replayed) == "token_replayed")
            let twice = try await rig.send("POST", "/sign_out", body: "token=a&token=b")
            #expect(rig.code(twice) == "request_ambiguous")
            let scope = try await rig.send(
                "POST", "/sign_out", body: "token=\(rig.signOutToken("acme:4676", ["scope": "\"all\""]))")
            #expect(rig.code(scope) == "claim_invalid")
            #expect(rig.code(try await rig.send("POST", "/sign_out", body: "token=")) == "token_missing")
        }
    }
}
