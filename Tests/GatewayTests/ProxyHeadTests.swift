import CasementTesting
import Domain
import Gateway
import Testing

@Suite("Towards the application", .enabled(if: RedisServerProcess.isInstalled))
struct ProxyHeadTests {
    @Test("Who is asking is told exactly, percent-encoded; what is unknown is absent")
    func identity() async throws {
        try await GatewayRig.run { rig in
            let ann = try await rig.signIn("acme:4676:Eann")
            _ = try await rig.get("/", cookie: ann)
            let named = try await rig.signIn("acme:4677", ["name": "\"A B\\\"\\u00e9\"", "email": "\"a@b.example\""])
            _ = try await rig.get("/", cookie: named)
            let direct = try await rig.signIn("acme:4677", direct: true)
            _ = try await rig.get("/", cookie: direct)
            let requests = rig.requests
            try #require(requests.count == 3)
            #expect(
                own(requests[0]) == [
                    "x-casement-partner: acme", "x-casement-customer: 4676",
                    "x-casement-customer-external-id: BS-1/%C3%BC", "x-casement-member: 7", "x-casement-role: analyst",
                    "x-casement-name: Ann%20%C3%84.%20100%25", "x-casement-email: ann@example.com",
                    "x-casement-origin: https://na1.company.com", "x-casement-session: …",
                    "x-casement-assertion: …",
                ])
            #expect(
                own(requests[1]) == [
                    "x-casement-partner: acme", "x-casement-customer: 4677", "x-casement-role: owner",
                    "x-casement-name: A%20B\"%C3%A9", "x-casement-email: a@b.example",
                    "x-casement-origin: https://company.com", "x-casement-session: …",
                    "x-casement-assertion: …",
                ])
            #expect(
                own(requests[2]) == [
                    "x-casement-partner: acme", "x-casement-customer: 4677", "x-casement-role: owner",
                    "x-casement-session: …",
                    "x-casement-assertion: …",
                ])
            #expect(try await rig.session(ann).contains("\"session\":\"\(requests[0]["X-Casement-Session"])\""))
        }
    }

    private func own(_ request: ScriptedUpstream.Request) -> [String] {
        request.head.fields.filter { $0.name.lowercased().hasPrefix("x-casement-") }.map {
            let name = $0.name.lowercased()
            let isOpaque = ["x-casement-session", "x-casement-assertion"].contains(name)
            return "\(name): \(isOpaque ? "…" : $0.value)"
        }
    }

    @Test(
        "What claims to come from the gateway or a proxy is removed",
        arguments: [
            "X-Casement-Customer: 1", "x-casement-partner: evil", "X_Casement_Customer: 1", "X-Casement_Role: owner",
            "x_casement-anything: 1", "X-Casement-New: 1", "Forwarded: for=1.2.3.4", "X-Forwarded-For: 1.2.3.4",
            "X-Forwarded-Host: evil", "X-Forwarded-Proto: ftp", "X-Forwarded-Anything: x", "X_Forwarded_For: 1.2.3.4",
            "X-Real-IP: 1.2.3.4", "X_Real_IP: 1.2.3.4", "X-Request-Id: mine", "Connection: X-Casement-Customer, close",
            "Connection: X-Forwarded-For", "Keep-Alive: timeout=5", "Proxy-Authorization: Basic x",
            "Proxy-Connection: close",
            "TE: trailers", "Trailer: X-A", "Upgrade: h2c", "HTTP2-Settings: AAA",
            "Connection: Upgrade, HTTP2-Settings",
        ])
    func removed(line: String) async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            _ = try await rig.get("/", line, "X-Kept: yes", cookie: cookie)
            let request = try #require(rig.requests.first)
            #expect(request["X-Kept"] == "yes")
            #expect(own(request).count == 7)
            let added = ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Request-Id"]
            #expect(request.values("X-Forwarded-For") == ["127.0.0.1"])
            #expect(request.values("X-Forwarded-Proto") == ["https"])
            #expect(request.values("X-Forwarded-Host") == ["gw.example"])
            #expect(request.values("X-Request-Id").count == 1 && request["X-Request-Id"] != "mine")
            let names = request.head.fields.map { $0.name.lowercased() }
            let expected = Set(["host", "x-kept"] + added.map { $0.lowercased() })
            #expect(Set(names.filter { !$0.hasPrefix("x-casement-") }) == expected)
        }
    }

    @Test("Fields that Connection names are removed")
    func connectionNames() async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            _ = try await rig.get("/", "Connection: X-One, x-TWO", "X-One: 1", "X-Two: 2", "X-Three: 3", cookie: cookie)
            let request = try #require(rig.requests.first)
            #expect(request["X-One"] == "" && request["X-Two"] == "" && request["X-Three"] == "3")
        }
    }

    @Test("Our cookies are removed and the others kept as they are")
    func cookies() async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            for (others, kept) in [
                ("a=1; \(cookie); b=\"x y\"", "a=1; b=\"x y\""), (cookie, ""), ("\(cookie);c=;d", "c=; d"),
                ("a=1; \(cookie); __Host-casement-console=z; casement=q; casementx=1", "a=1; casementx=1"),
            ] {
                _ = try await rig.get("/", cookie: others)
                #expect(rig.requests.last?["Cookie"] == kept)
            }
        }
    }

    @Test(
        "The target is forwarded byte for byte, and Host is the public one",
        arguments: [
            "/a//b/./../c;x=%2F%2f?q=%zz&&=+'\"|{}", "/%00%", "/x?", "/?token=abc", "/directlink", "/sign_outx",
            "/Casement/session",
        ])
    func target(target: String) async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            let answer = try await rig.get(target, "Host: GW.example:443", cookie: cookie)
            #expect(answer.status == 200)
            #expect(rig.requests.first?.target == target && rig.requests.first?.values("Host") == ["gw.example"])
        }
    }

    @Test("The absolute form loses its authority on the way")
    func absoluteForm() async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            #expect(try await rig.get("http://gw.example/a?b", cookie: cookie).status == 200)
            #expect(rig.requests.first?.target == "/a?b")
            #expect(rig.code(try await rig.get("http://evil.example/a", cookie: cookie)) == "host_not_served")
        }
    }

    @Test("The application's own address can be its Host, and a trusted proxy's word is taken")
    func settings() async throws {
        let range = try #require(AddressRange("127.0.0.0/8"))
        try await GatewayRig.run(
            script: { _ in ScriptedUpstream.Answer() },
            configure: {
                $0.upstreamHost = .upstream
                $0.trustedProxies = [range]
            }
        ) { rig in
            let cookie = try await rig.signIn()
            _ = try await rig.get("/", "X-Forwarded-For: 9.9.9.9, 1.2.3.4", cookie: cookie)
            let request = try #require(rig.requests.first)
            #expect(request["Host"] == rig.upstream?.address.description)
            #expect(request["X-Forwarded-For"] == "1.2.3.4")
        }
    }

    @Test(
        "A public path needs no session, tells no identity and keeps the application's framing",
        arguments: ["/public", "/public/x", "/public/x?session=%2e"])
    func publicPath(target: String) async throws {
        let fields = ["X-Frame-Options: DENY", "Content-Security-Policy: default-src 'self'", "Cache-Control: public"]
        try await GatewayRig.run(
            script: { _ in ScriptedUpstream.Answer("200 OK", fields) }, configure: { $0.publicPaths = ["/public"] }
        ) { rig in
            let cookie = try await rig.signIn()
            let answer = try await rig.get(target, "X-Casement-Customer: 1", cookie: "\(cookie); a=1")
            #expect(answer.status == 200 && answer["X-Frame-Options"] == "DENY" && answer["Cache-Control"] == "public")
            #expect(answer["Content-Security-Policy"] == "default-src 'self'")
            let request = try #require(rig.requests.first)
            #expect(own(request).isEmpty && request["Cookie"] == "a=1")
        }
    }

    @Test(
        "A path that is public in one reading only is not",
        arguments: [
            "/publicity", "/public/../x", "/public//x", "/public/./x", "/public/%2e%2e/x", "/public;x", "/public%2fx",
            "/public/%5c", "/public/%00", "/public/%25", "/public/%zz", "/public/", "/Public",
        ])
    func notPublic(target: String) async throws {
        try await GatewayRig.run(
            script: { _ in ScriptedUpstream.Answer() }, configure: { $0.publicPaths = ["/public"] }
        ) { rig in
            let answer = try await rig.get(target)
            #expect(rig.code(answer) == "session_missing" && answer.status == 401)
            #expect(rig.requests.isEmpty)
        }
    }
}
