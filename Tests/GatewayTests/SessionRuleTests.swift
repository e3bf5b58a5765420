import CasementTesting
import Domain
import Gateway
import NIOCore
import Sessions
import Testing

@Suite("Sessions at the gate", .enabled(if: RedisServerProcess.isInstalled))
struct SessionRuleTests {
    private static let cleared =
        "__Host-casement=; Path=/; Secure; HttpOnly; SameSite=None; Partitioned; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"

    @Test("No cookie is session_missing", arguments: ["/", "/casement/session"])
    func missing(target: String) async throws {
        try await GatewayRig.run { rig in
            let answer = try await rig.get(target, cookie: "a=1; casement=x")
            #expect(rig.code(answer) == "session_missing" && answer.status == 401 && answer["Set-Cookie"] == "")
        }
    }

    @Test(
        "A cookie that names no live session is session_expired and cleared",
        arguments: [
            "", "x", "4676.short", "4676." + String(repeating: "A", count: 43),
            "04676." + String(repeating: "A", count: 43),
        ])
    func expired(value: String) async throws {
        try await GatewayRig.run { rig in
            let answer = try await rig.get("/", cookie: "__Host-casement=\(value)")
            #expect(rig.code(answer) == "session_expired" && answer.status == 401)
            #expect(answer.values("Set-Cookie") == [Self.cleared])
        }
    }

    @Test("A value is good under its own name and customer only")
    func otherName() async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            let direct = cookie.replacing("__Host-casement=", with: "__Host-casement-direct=")
            #expect(rig.code(try await rig.get("/", cookie: direct)) == "session_expired")
            let other = cookie.replacing("=4676.", with: "=4677.")
            #expect(rig.code(try await rig.get("/", cookie: other)) == "session_expired")
            #expect(try await rig.get("/", cookie: cookie).status == 200)
        }
    }

    @Test(
        "Ambiguous cookies are refused and cleared both ways, on the gateway's paths and the application's",
        arguments: [
            ("COOKIE; COOKIE", ["__Host-casement"]),
            ("COOKIE; __Host-casement-direct=x", ["__Host-casement", "__Host-casement-direct"]),
            ("__host-casement=x", ["__host-casement"]),
            ("COOKIE; __HOST-Casement=x", ["__HOST-Casement", "__Host-casement"]),
            ("__Host-casement =x", ["__Host-casement"]), ("a=\"1; COOKIE; b=2\"", ["__Host-casement"]),
        ])
    func ambiguous(cookies: String, names: [String]) async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            let cookies = cookies.replacing("COOKIE", with: cookie)
            let token = try rig.token()
            for target in ["/", "/casement/session", "/users/sign_out", "/direct_link?token=\(token)"] {
                let answer = try await rig.get(target, cookie: cookies)
                #expect(rig.code(answer) == "request_ambiguous" && answer.status == 400)
                let end = "Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT"
                let expected = names.flatMap {
                    [
                        "\($0)=; Path=/; Secure; HttpOnly; SameSite=None; Partitioned; \(end)",
                        "\($0)=; Path=/; Secure; HttpOnly; SameSite=None; \(end)",
                    ]
                }
                #expect(answer.values("Set-Cookie").sorted() == expected.sorted())
            }
            #expect(try await rig.get("/", cookie: cookie).status == 200)
            #expect(try await rig.get("/direct_link?token=\(token)").status == 303)
        }
    }

    @Test("Two Cookie fields are no request")
    func twoFields() async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            let answer = try await rig.get("/", "Cookie: a=1", cookie: cookie)
            #expect(rig.code(answer) == "http_request_invalid" && answer.status == 400)
        }
    }

    @Test("Whoever leaves the directory is served no more", arguments: ["partner", "customer", "member"])
    func removed(what: String) async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn("acme:4676:7")
            var view = rig.directory.view
            switch what {
            case "partner": view.removePartner(try #require(VendorID("acme")))
            case "customer": view.removeCustomer(TestDirectory.blueSky)
            default: view.removeMember(TestDirectory.ann)
            }
            try await rig.gateway.show(view)
            let answer = try await rig.get("/", cookie: cookie)
            #expect(rig.code(answer) == "session_expired" && answer.values("Set-Cookie") == [Self.cleared])
        }
    }

    @Test("A session ends an hour after its last activity; asking who is signed in is none")
    func idle() async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            rig.clock.advance(by: 3000)
            #expect(try await rig.get("/", cookie: cookie).status == 200)
            rig.clock.advance(by: 3000)
            #expect(try await rig.get("/casement/session", cookie: cookie).status == 200)
            rig.clock.advance(by: 599)
            #expect(try await rig.get("/casement/session", cookie: cookie).status == 200)
            rig.clock.advance(by: 1)
            #expect(rig.code(try await rig.get("/", cookie: cookie)) == "session_expired")
        }
    }

    @Test("A session ends twelve hours after sign-in, whatever the activity")
    func absolute() async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            for _ in 0..<24 {
                #expect(try await rig.get("/", cookie: cookie).status == 200)
                rig.clock.advance(by: 1799)
            }
            #expect(try await rig.get("/", cookie: cookie).status == 200)
            rig.clock.advance(by: 24)
            #expect(rig.code(try await rig.get("/", cookie: cookie)) == "session_expired")
        }
    }

    @Test("Activity is written once a minute at most")
    func touch() async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            rig.clock.advance(by: 59)
            _ = try await rig.get("/", cookie: cookie)
            #expect(try await rig.session(cookie).contains("\"idle_expires_at\":\"2027-01-15T09:00:00Z\""))
            rig.clock.advance(by: 1)
            _ = try await rig.get("/", cookie: cookie)
            #expect(try await rig.session(cookie).contains("\"idle_expires_at\":\"2027-01-15T09:01:00Z\""))
        }
    }

    @Test("While Redis is down the answer is 503, the cookie stays, and so does the session")
    func redisDown() async throws {
        let redis = try RedisServerProcess()
        try await GatewayRig.run(GatewayRig.Options(redisURL: redis.url)) { rig in
            let cookie = try await rig.signIn()
            redis.kill()
            let token = try rig.token()
            let page = try await rig.get("/", cookie: cookie)
            for answer in [
                page, try await rig.get("/casement/session", cookie: cookie),
                try await rig.get("/direct_link?token=\(token)"),
                try await rig.send("POST", "/sign_out", "Origin: https://gw.example", cookie: cookie),
                try await rig.send("POST", "/sign_out", body: "token=\(rig.signOutToken("acme:4676"))"),
                try await rig.get("/users/sign_out", "Sec-Fetch-Site: same-origin", cookie: cookie),
            ] {
                #expect(rig.code(answer) == "session_store_unavailable" && answer.status == 503)
                #expect(answer["Retry-After"] == "1" && answer["Set-Cookie"] == "")
            }
            #expect(rig.code(try await rig.get("/")) == "session_missing")
            try redis.start()
            try await eventually { try await rig.get("/", cookie: cookie).status == 200 }
            #expect(try await rig.get("/direct_link?token=\(token)").status == 303)
        }
    }

    @Test("A Redis that does not answer is as one that is down")
    func redisHangs() async throws {
        let redis = try RedisServerProcess()
        try await GatewayRig.run(GatewayRig.Options(redisURL: redis.url, redisTimeout: .seconds(3))) { rig in
            let cookie = try await rig.signIn()
            redis.pause()
            let answer = try await rig.get("/", cookie: cookie)
            #expect(rig.code(answer) == "session_store_unavailable" && answer["Set-Cookie"] == "")
            redis.resume()
            try await eventually { try await rig.get("/", cookie: cookie).status == 200 }
        }
    }
}
