import CasementTesting
import Domain
import Foundation
import Gateway
import Testing

@Suite("The management API on the gateway's host", .enabled(if: RedisServerProcess.isInstalled))
struct APIRelayTests {
    @Test("A request goes to the API's socket with its token, and with nothing that claims an identity")
    func request() async throws {
        try await withAPI { rig, api in
            let cookie = try await rig.signIn()
            let answer = try await rig.send(
                "PUT", "/api/managed_users/EAM10%3AXV303?x=%2f", "Authorization: Bearer hush",
                "X-Casement-Partner: evil", "X_Casement_Customer: 1", "X-Forwarded-For: 1.2.3.4", "X-Real-IP: 1.2.3.4",
                "Forwarded: for=1.2.3.4", "X-Forwarded-Host: evil", "X-Request-Id: mine", "If-Match: \"1\"",
                "Content-Type: application/json", cookie: "\(cookie); other=1", body: "{\"name\":\"Ä\"}")
            #expect(answer.status == 200)
            let request = try #require(api.requests.first)
            #expect(request.head.startLine == "PUT /api/managed_users/EAM10%3AXV303?x=%2f HTTP/1.1")
            #expect(request.body == "{\"name\":\"Ä\"}")
            let names = request.head.fields.map { $0.name.lowercased() }
            #expect(
                names == [
                    "host", "authorization", "if-match", "content-type", "content-length", "x-forwarded-for",
                    "x-forwarded-proto", "x-forwarded-host", "x-request-id",
                ])
            #expect(request["Authorization"] == "Bearer hush" && request["If-Match"] == "\"1\"")
            #expect(request["Host"] == "gw.example" && request["X-Forwarded-For"] == "127.0.0.1")
            #expect(request["X-Request-Id"] != "mine" && !request["X-Request-Id"].isEmpty)
            #expect(rig.requests.isEmpty)
        }
    }

    @Test("No session is looked up: neither an ended nor an ambiguous cookie, nor a foreign page, stands in the way")
    func cookies() async throws {
        try await withAPI { rig, api in
            let line = "Origin: https://evil.example"
            for cookie in ["__Host-casement=4676.x", "__Host-casement=1; __Host-casement=2", "a=1"] {
                let answer = try await rig.send("POST", "/api/managed_users", line, cookie: cookie, body: "{}")
                #expect(answer.status == 200 && answer.values("set-cookie").isEmpty)
            }
            #expect(api.requests.count == 3 && api.requests.allSatisfy { $0.values("cookie").isEmpty })
        }
    }

    @Test("The answer passes as it is, but sets no cookie, and no other origin is let in")
    func answer() async throws {
        let fields = [
            "X-Request-Id: r1", "ETag: \"7\"", "Set-Cookie: a=1", "Set-Cookie: __Host-casement=1.x",
            "WWW-Authenticate: Bearer", "Cache-Control: no-store", "X-Frame-Options: DENY",
        ]
        try await withAPI(script: { _ in ScriptedUpstream.Answer("401 Unauthorized", fields, body: "{}") }) { rig, _ in
            let answer = try await rig.get("/api/account", "Origin: https://na1.company.com")
            #expect(answer.status == 401 && answer.body == "{}")
            let names = answer.head.fields.map { $0.name.lowercased() }
            #expect(
                names == [
                    "x-request-id", "etag", "www-authenticate", "cache-control", "x-frame-options", "content-length",
                ])
        }
    }

    @Test("A preflight is the API's to answer")
    func preflight() async throws {
        try await withAPI(script: { _ in ScriptedUpstream.Answer("405 Method Not Allowed") }) { rig, api in
            let answer = try await rig.send("OPTIONS", "/api/plans", "Origin: https://company.com")
            #expect(answer.status == 405 && api.requests.count == 1)
            #expect(answer.head.fields.allSatisfy { !$0.name.lowercased().hasPrefix("access-control-") })
        }
    }

    @Test("An API that is not there is told in JSON, whatever the client accepts")
    func unreachable() async throws {
        try await GatewayRig.run(script: { _ in ScriptedUpstream.Answer() }) {
            $0.management = .unix(path: "/nowhere/door.sock")
            $0.servesAPI = true
        } _: { rig in
            let answer = try await rig.get("/api", "Accept: text/html")
            #expect(answer.status == 502 && rig.code(answer) == "upstream_unavailable")
            #expect(answer["Content-Type"] == "application/json")
        }
    }

    @Test("Unless it is switched on, the paths are the application's")
    func off() async throws {
        try await GatewayRig.run(script: { _ in ScriptedUpstream.Answer() }) { rig in
            #expect(rig.code(try await rig.get("/api/plans", "Authorization: Bearer hush")) == "session_missing")
            let cookie = try await rig.signIn()
            #expect(try await rig.get("/api/plans", cookie: cookie).status == 200)
            #expect(rig.requests.map(\.target) == ["/api/plans"])
        }
    }

    /// A gateway whose API is a script on a socket of its own.
    private func withAPI(
        script: @escaping ScriptedUpstream.Script = { _ in ScriptedUpstream.Answer() },
        _ body: (GatewayRig, ScriptedUpstream) async throws -> Void
    ) async throws {
        let path = URL.temporaryDirectory.appending(path: "casement-\(UUID().uuidString.prefix(8)).sock").path
        try await ScriptedUpstream.run(script, onSocket: path) { api in
            try await GatewayRig.run(script: { _ in ScriptedUpstream.Answer() }) {
                $0.management = .unix(path: path)
                $0.servesAPI = true
            } _: { rig in
                try await body(rig, api)
            }
        }
        try? FileManager.default.removeItem(atPath: path)  // a leftover in the temporary folder harms no one
    }
}
