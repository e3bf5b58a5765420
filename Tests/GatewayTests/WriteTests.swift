import CasementTesting
import Gateway
import Testing

@Suite("Writes and pages of other origins", .enabled(if: RedisServerProcess.isInstalled))
struct WriteTests {
    private static let pinned = "https://na1.company.com"

    @Test(
        "A write to the application comes from a page of this host",
        arguments: [
            (["Sec-Fetch-Site: same-origin"], true), (["Sec-Fetch-Site: same-origin", "Origin: null"], true),
            (["Sec-Fetch-Site: same-origin", "Origin: https://evil.example"], true),
            (["Origin: https://gw.example"], true),
            ([], false), (["Origin: null"], false), (["Origin: https://evil.example"], false),
            (["Origin: \(pinned)"], false),
            (["Sec-Fetch-Site: same-site"], false), (["Sec-Fetch-Site: none"], false),
            (["Sec-Fetch-Site: cross-site"], false),
            (["Origin: https://gw.example:8443"], false), (["Origin: http://gw.example"], false),
        ])
    func application(lines: [String], passes: Bool) async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            for method in ["POST", "PUT", "PATCH", "DELETE", "PURGE"] {
                let answer = try await rig.ask(WireRequest(method, "/x", lines, cookie: cookie, body: "a"))
                if passes {
                    #expect(answer.status == 200)
                } else {
                    #expect(rig.code(answer) == "origin_mismatch" && answer.status == 403)
                }
            }
            for method in ["GET", "HEAD", "OPTIONS"] {
                #expect(try await rig.ask(WireRequest(method, "/x", lines, cookie: cookie)).status == 200)
            }
            #expect(rig.requests.count == (passes ? 8 : 3))
        }
    }

    @Test("The pinned origin writes to the application only where that is switched on")
    func pinnedWrites() async throws {
        try await GatewayRig.run(
            script: { _ in ScriptedUpstream.Answer() }, configure: { $0.pinnedOriginWrites = true }
        ) { rig in
            let cookie = try await rig.signIn()
            #expect(try await rig.send("POST", "/", "Origin: \(Self.pinned)", cookie: cookie).status == 200)
            let other = try await rig.send("POST", "/", "Origin: https://eu1.company.com", cookie: cookie)
            #expect(rig.code(other) == "origin_mismatch")
        }
    }

    @Test("TRACE and CONNECT are refused")
    func refusedMethods() async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            let trace = try await rig.send("TRACE", "/", cookie: cookie)
            #expect(rig.code(trace) == "method_not_allowed" && trace.status == 405)
            #expect(trace["Allow"] == "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
            let connect = try await rig.send("CONNECT", "gw.example:443", cookie: cookie)
            #expect(rig.code(connect) == "http_request_invalid")
            #expect(rig.requests.isEmpty)
        }
    }

    @Test("A preflight passes for any well-formed origin", arguments: ["/casement/session", "/sign_out"])
    func preflight(target: String) async throws {
        try await GatewayRig.run { rig in
            for origin in ["https://anyone.example", "https://a.example:8443", "http://localhost:3000"] {
                let answer = try await rig.send(
                    "OPTIONS", target, "Origin: \(origin)", "Access-Control-Request-Method: DELETE")
                #expect(answer.status == 204 && answer["Access-Control-Allow-Origin"] == origin)
                #expect(answer["Access-Control-Allow-Credentials"] == "true" && answer["Vary"] == "Origin")
                #expect(answer["Access-Control-Allow-Methods"] == "GET, POST, DELETE")
            }
            for origin in ["null", "http://anyone.example", "https://anyone.example/", "https://*.example.com", "x"] {
                let answer = try await rig.send(
                    "OPTIONS", target, "Origin: \(origin)", "Access-Control-Request-Method: GET")
                #expect(rig.code(answer) == "origin_mismatch" && answer["Access-Control-Allow-Origin"] == "")
            }
        }
    }

    @Test("The session is told to the pinned origin alone")
    func sessionCORS() async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            let pinned = try await rig.get("/casement/session", "Origin: \(Self.pinned)", cookie: cookie)
            #expect(pinned.status == 200 && pinned["Access-Control-Allow-Origin"] == Self.pinned)
            #expect(pinned["Access-Control-Allow-Credentials"] == "true" && pinned["Vary"] == "Origin")
            let own = try await rig.get("/casement/session", "Origin: https://gw.example", cookie: cookie)
            #expect(own.status == 200 && own["Access-Control-Allow-Origin"] == "")
            for origin in ["https://eu1.company.com", "null", "https://evil.example"] {
                let answer = try await rig.get("/casement/session", "Origin: \(origin)", cookie: cookie)
                #expect(rig.code(answer) == "origin_mismatch" && answer.status == 403)
                #expect(answer["Access-Control-Allow-Origin"] == "" && !answer.body.contains("4676"))
            }
        }
    }

    @Test("The session is told exactly")
    func sessionJSON() async throws {
        try await GatewayRig.run { rig in
            let times =
                #""created_at":"2027-01-15T08:00:00Z","idle_expires_at":"2027-01-15T09:00:00Z","absolute_expires_at":"2027-01-15T20:00:00Z""#
            let member = try await rig.get(
                "/casement/session", cookie: try await rig.signIn("acme:4676:7", ["email": "\"new@example.com\""]))
            #expect(member.status == 200 && member["Cache-Control"] == "no-store")
            #expect(member["Content-Type"] == "application/json")
            #expect(
                masked(member.body)
                    == #"{"session":"ID","context":"embedded","partner":"acme","customer":{"id":4676,"external_id":"BS-1/ü","name":"Blue Sky"},"member":{"id":7,"external_id":"ann","name":"Ann Ä. 100%","email":"new@example.com","role":"analyst"},"origin":"https://na1.company.com",\#(times)}"#
            )
            let owner = try await rig.session(try await rig.signIn("acme:4677", direct: true))
            #expect(
                masked(owner)
                    == #"{"session":"ID","context":"direct","partner":"acme","customer":{"id":4677,"external_id":null,"name":"Green \u003cSea>"},"member":null,"origin":null,\#(times)}"#
            )
        }
    }

    private func masked(_ json: String) -> String {
        json.replacing(/"session":"[A-Za-z0-9_-]{22}"/, with: #""session":"ID""#).replacing("\n", with: "")
    }
}
