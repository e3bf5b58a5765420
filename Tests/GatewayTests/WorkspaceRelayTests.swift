import CasementTesting
import Domain
import Foundation
import Gateway
import Testing

@Suite("The workspace's own pages", .enabled(if: RedisServerProcess.isInstalled))
struct WorkspaceRelayTests {
    private static let target = "/casement/workspace/settings"

    @Test("A request goes to Management's socket with the session's identity, and with none of its own")
    func request() async throws {
        try await withManagement { rig, management in
            let cookie = try await rig.enterAsManager()
            let answer = try await rig.get(
                Self.target + "?x=%2f", "X-Casement-Role: owner", "X_Casement_Customer: 1", "X-Casement-Extra: 1",
                "x-casement-email: evil@evil.example", "X-Forwarded-For: 1.2.3.4", "X-Request-Id: mine",
                "Connection: x-casement-role", cookie: "\(cookie); other=1")
            #expect(answer.status == 200)
            let request = try #require(management.requests.first)
            #expect(request.target == Self.target + "?x=%2f")
            let names = request.head.fields.map { $0.name.lowercased() }
            #expect(
                names == [
                    "host", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-request-id",
                    "x-casement-partner", "x-casement-customer", "x-casement-customer-external-id", "x-casement-role",
                    "x-casement-name", "x-casement-email", "x-casement-session", "x-casement-assertion",
                ])
            #expect(request["X-Casement-Partner"] == "acme" && request["X-Casement-Customer"] == "4676")
            #expect(request["X-Casement-Role"] == "customer_manager")
            #expect(request["X-Casement-Email"] == "mia@acme.example" && request["X-Request-Id"] != "mine")
            #expect(rig.requests.isEmpty)
        }
    }

    @Test("Without a live session nobody gets there, just as with the application")
    func noSession() async throws {
        try await withManagement { rig, management in
            let plain = try await rig.get(Self.target, "X-Casement-Partner: acme", "X-Casement-Customer: 4676")
            #expect(plain.status == 401 && rig.code(plain) == "session_missing")
            let json = try await rig.get(Self.target, "Accept: application/json")
            #expect(json["Content-Type"] == "application/json" && rig.code(json) == "session_missing")
            let cookie = try await rig.enterAsManager()
            #expect(
                try await rig.send("POST", "/sign_out", "Sec-Fetch-Site: same-origin", cookie: cookie).status == 200)
            let ended = try await rig.get(Self.target, cookie: cookie)
            #expect(rig.code(ended) == "session_expired" && ended.values("Set-Cookie").count == 1)
            #expect(management.requests.isEmpty)
        }
    }

    @Test(
        "The answer may be framed as the session's other pages, and sets no cookie",
        arguments: [(true, "'self'"), (false, "'self' https://na1.company.com")])
    func answer(direct: Bool, sources: String) async throws {
        let fields = [
            "Content-Type: text/html", "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
            "X-Frame-Options: DENY", "Set-Cookie: a=1", "Set-Cookie: __Host-casement-console=1",
            "Cache-Control: no-store",
        ]
        try await withManagement(script: { _ in ScriptedUpstream.Answer("200 OK", fields) }) { rig, _ in
            let cookie = try await rig.signIn("acme:4676:7", direct: direct)
            let answer = try await rig.get(Self.target, cookie: cookie)
            #expect(answer.values("Content-Security-Policy") == ["default-src 'none'; frame-ancestors \(sources)"])
            #expect(answer["X-Frame-Options"] == "" && answer["Set-Cookie"] == "")
            #expect(answer["Cache-Control"] == "no-store")
        }
    }

    @Test(
        "A page of this host may write there, and no other, the pinned one included",
        arguments: [
            ("Origin: https://gw.example", "none: 200"), ("Sec-Fetch-Site: same-origin", "none: 200"),
            ("Origin: https://na1.company.com", "origin_mismatch"), ("Origin: null", "origin_mismatch"),
            ("Sec-Fetch-Site: same-site", "origin_mismatch"),
        ])
    func writes(line: String, code: String) async throws {
        try await withManagement { rig, management in
            let cookie = try await rig.signIn("acme:4676:7")
            let answer = try await rig.send("POST", Self.target, line, cookie: cookie, body: "name=New")
            #expect(rig.code(answer) == code)
            #expect(management.requests.map(\.body) == (code == "none: 200" ? ["name=New"] : []))
        }
    }

    @Test("A public prefix does not open them, and the API is not there unless it is served")
    func otherPaths() async throws {
        try await withManagement(publicPaths: ["/"]) { rig, management in
            let answer = try await rig.get(Self.target)
            #expect(rig.code(answer) == "session_missing")
            #expect(rig.code(try await rig.get("/casement/workspace")) == "not_found")
            #expect(try await rig.get("/api/account").status == 200)
            #expect(management.requests.isEmpty && rig.requests.map(\.target) == ["/api/account"])
        }
    }

    @Test("They are activity: the session lives on")
    func activity() async throws {
        try await withManagement { rig, _ in
            let cookie = try await rig.enterAsManager()
            for _ in 0..<3 {
                rig.clock.advance(by: 2000)
                #expect(try await rig.get(Self.target, cookie: cookie).status == 200)
                // The activity is written beside the request: reading it waits for that.
                #expect(try await rig.session(cookie).contains("\"context\":\"direct\""))
            }
        }
    }

    @Test("Management that is not there is told, and one that was never there is no address")
    func absent() async throws {
        try await GatewayRig.run(script: { _ in ScriptedUpstream.Answer() }) {
            $0.management = .unix(path: "/nowhere/door.sock")
        } _: { rig in
            let answer = try await rig.get(Self.target, cookie: try await rig.enterAsManager())
            #expect(answer.status == 502 && rig.code(answer) == "upstream_unavailable")
        }
        try await GatewayRig.run { rig in
            let answer = try await rig.get(Self.target, cookie: try await rig.enterAsManager())
            #expect(rig.code(answer) == "not_found")
        }
    }

    /// A gateway whose Management is a script on a socket of its own.
    private func withManagement(
        script: @escaping ScriptedUpstream.Script = { _ in ScriptedUpstream.Answer() }, publicPaths: [String] = [],
        _ body: (GatewayRig, ScriptedUpstream) async throws -> Void
    ) async throws {
        let path = URL.temporaryDirectory.appending(path: "casement-\(UUID().uuidString.prefix(8)).sock").path
        try await ScriptedUpstream.run(script, onSocket: path) { management in
            try await GatewayRig.run(script: { _ in ScriptedUpstream.Answer() }) {
                $0.management = .unix(path: path)
                $0.pinnedOriginWrites = true
                $0.publicPaths = publicPaths
            } _: { rig in
                try await body(rig, management)
            }
        }
        try? FileManager.default.removeItem(atPath: path)  // a leftover in the temporary folder harms no one
    }
}
