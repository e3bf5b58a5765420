import CasementTesting
import Domain
import Gateway
import NIOCore
import Testing

@Suite("Towards the browser", .enabled(if: RedisServerProcess.isInstalled))
struct ProxyAnswerTests {
    private static let pinned = "frame-ancestors 'self' https://na1.company.com"

    struct Row: Sendable, CustomStringConvertible {
        var status = "200 OK"
        let fields: [String]
        var policies = [ProxyAnswerTests.pinned]
        var caching = ""
        var description: String { "\(status) \(fields)" }
    }

    @Test(
        "Framing and caching are edited on every answer under a session",
        arguments: [
            Row(fields: []),
            Row(status: "404 Not Found", fields: ["Content-Type: image/png", "X-Frame-Options: DENY"]),
            Row(status: "500 Internal Server Error", fields: ["x-frame-options: SAMEORIGIN", "X-Frame-Options: DENY"]),
            Row(
                fields: ["Content-Security-Policy: default-src 'self'; frame-ancestors 'none'; img-src *"],
                policies: ["default-src 'self'; \(pinned); img-src *"]),
            Row(
                fields: ["Content-Security-Policy: default-src 'self'", "content-security-policy: Frame-Ancestors *"],
                policies: ["default-src 'self'; \(pinned)", pinned]),
            Row(
                fields: ["Content-Security-Policy: default-src 'self', frame-ancestors *;img-src *"],
                policies: ["default-src 'self'; \(pinned), \(pinned);img-src *"]),
            Row(fields: ["Content-Security-Policy-Report-Only: frame-ancestors 'none'"]),
            Row(fields: ["Content-Type: text/html; charset=utf-8"], caching: "private, no-cache"),
            Row(fields: ["Content-Type: text/html", "Cache-Control: no-store, public"], caching: "no-store, public"),
            Row(
                fields: ["Content-Type: text/css", "Cache-Control: public, max-age=60"], caching: "private, max-age=60"),
            Row(fields: ["Content-Type: text/css", "Cache-Control: s-maxage=60"], caching: "private"),
            Row(fields: ["Content-Type: text/css", "Cache-Control: max-age=60"], caching: "max-age=60"),
            // Whether a stored page or a stored image is meant, nobody says.
            Row(status: "304 Not Modified", fields: ["Cache-Control: public, max-age=60"]),
            Row(status: "304 Not Modified", fields: []),
            Row(
                status: "304 Not Modified", fields: ["Cache-Control: public, no-cache"], caching: "private, no-cache"),
            Row(status: "304 Not Modified", fields: ["Cache-Control: No-Store"], caching: "No-Store"),
            Row(
                status: "304 Not Modified", fields: ["Content-Type: text/html", "Cache-Control: public"],
                caching: "private, no-cache"),
            Row(
                status: "304 Not Modified", fields: ["Content-Type: text/css", "Cache-Control: public"],
                caching: "private"),
        ])
    func policies(row: Row) async throws {
        let body = row.status.hasPrefix("304") ? "" : "ok"
        try await GatewayRig.run(script: { _ in
            ScriptedUpstream.Answer(row.status, row.fields + ["ETag: \"e\""], body: body)
        }) { rig in
            let answer = try await rig.get("/", cookie: try await rig.signIn())
            #expect(answer.head.startLine == "HTTP/1.1 \(row.status)" && answer["ETag"] == "\"e\"")
            #expect(answer.values("Content-Security-Policy") == row.policies)
            #expect(answer["X-Frame-Options"] == "" && answer["Cache-Control"] == row.caching)
            let reports = row.fields.filter { $0.contains("Report-Only") }.count
            #expect(answer.values("Content-Security-Policy-Report-Only").count == reports)
        }
    }

    @Test("A direct session may be framed by this host alone")
    func direct() async throws {
        try await GatewayRig.run { rig in
            let answer = try await rig.get("/", cookie: try await rig.signIn(direct: true))
            #expect(answer["Content-Security-Policy"] == "frame-ancestors 'self'")
        }
    }

    @Test("The origins that frame the partner's page are appended")
    func outerAncestors() async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            var view = rig.directory.view
            var customer = try #require(view.customer(TestDirectory.blueSky))
            customer.outerAncestors = try OriginParser().list("https://outer.example,https://*.more.example")
            view.put(customer)
            try await rig.gateway.show(view)
            let answer = try await rig.get("/", cookie: cookie)
            #expect(answer["Content-Security-Policy"] == "\(Self.pinned) https://outer.example https://*.more.example")
        }
    }

    @Test("The application's cookies pass, but none of our names; hop-by-hop fields do not")
    func cookies() async throws {
        let fields = [
            "Set-Cookie: a=1; Path=/", "Set-Cookie: __Host-casement=stolen; Path=/; Secure", "set-cookie: casement=x",
            "Set-Cookie:  __host-Casement-Direct =x", "Set-Cookie: casement-console=x", "Set-Cookie: b=2",
            "Keep-Alive: timeout=5",
            "Connection: X-Hop", "X-Hop: 1", "Upgrade: h2c", "Proxy-Authenticate: Basic",
        ]
        try await GatewayRig.run(script: { _ in ScriptedUpstream.Answer("200 OK", fields) }) { rig in
            let answer = try await rig.get("/", cookie: try await rig.signIn())
            let names = answer.values("Set-Cookie").map { String($0.prefix { $0 != "=" }) }
            #expect(names == ["a", "b"])
            for name in ["Keep-Alive", "Connection", "X-Hop", "Upgrade", "Proxy-Authenticate"] {
                #expect(answer[name] == "")
            }
        }
    }

    @Test(
        "An answer that is no HTTP is upstream_invalid, and its connection is not used again",
        arguments: [
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", "nonsense\r\n\r\n",
            "HTTP/2 200 OK\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\nX-A : b\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX-A: b\r\n folded\r\n\r\n", "HTTP/1.1 200 OK\r\nX-A: b\u{0}\r\n\r\n",
        ])
    func invalid(raw: String) async throws {
        try await GatewayRig.run(script: {
            $0.target == "/good" ? ScriptedUpstream.Answer() : ScriptedUpstream.Answer(raw: raw)
        }) { rig in
            let cookie = try await rig.signIn()
            let answer = try await rig.get("/", cookie: cookie)
            #expect(rig.code(answer) == "upstream_invalid" && answer.status == 502)
            #expect(try await rig.get("/good", cookie: cookie).status == 200)
            #expect(rig.requests.last?.connection == 1)
        }
    }

    @Test(
        "When the application dies inside an answer's body the client's connection is cut",
        arguments: [
            "Content-Length: 10\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
            "Transfer-Encoding: chunked\r\n\r\n5\r\nabc",
        ])
    func dies(rest: String) async throws {
        try await GatewayRig.run(script: { _ in ScriptedUpstream.Answer(raw: "HTTP/1.1 200 OK\r\n" + rest, closes: true)
        }) { rig in
            let cookie = try await rig.signIn()
            try await rig.withConnection { connection in
                try await connection.write(WireRequest("GET", "/", cookie: cookie).text)
                await #expect(throws: WireConnection.Failure.self) { try await connection.readAnswer() }
                let rest = String(decoding: try await connection.readToEnd(), as: UTF8.self)
                #expect(!rest.hasSuffix("0\r\n\r\n"))
            }
        }
    }

    @Test("When it dies before the answer's head is whole that is upstream_invalid")
    func diesInsideHead() async throws {
        try await GatewayRig.run(script: { _ in ScriptedUpstream.Answer(raw: "HTTP/1.1 200 OK\r\nX-", closes: true) }) {
            rig in
            let answer = try await rig.get("/", cookie: try await rig.signIn())
            #expect(rig.code(answer) == "upstream_invalid")
        }
    }

    @Test("An application that is slow is upstream_timeout")
    func slow() async throws {
        try await GatewayRig.byHand(configure: { $0.timeouts.upstreamAnswer = .milliseconds(200) }) { rig, _ in
            let slow = try await rig.get("/", cookie: try await rig.signIn())
            #expect(rig.code(slow) == "upstream_timeout" && slow.status == 504)
        }
    }

    @Test("An application that is not there is upstream_unavailable")
    func notThere() async throws {
        let nobody = Endpoint(host: "127.0.0.1", port: 1)
        try await GatewayRig.byHand(configure: { $0.upstreams = [nobody] }) { rig, _ in
            let gone = try await rig.get("/", cookie: try await rig.signIn())
            #expect(rig.code(gone) == "upstream_unavailable" && gone.status == 502)
        }
    }

    @Test("One that takes no connection in time is, too")
    func deaf() async throws {
        let deaf = try DeafPort()
        try await GatewayRig.byHand(configure: {
            $0.upstreams = [deaf.address]
            $0.timeouts.upstreamConnect = .milliseconds(200)
        }) { rig, _ in
            let answer = try await rig.get("/", cookie: try await rig.signIn())
            #expect(rig.code(answer) == "upstream_unavailable" && answer.status == 502)
        }
        withExtendedLifetime(deaf) {}
    }

    @Test("A pooled connection that turns out to be dead is retried for GET", arguments: ["GET", "HEAD", "OPTIONS"])
    func staleRetried(method: String) async throws {
        try await stale { rig, application, cookie in
            async let answer = rig.send(method, "/second", cookie: cookie)
            let dead = try await application.reads("/second")
            await dead.close()
            let fresh = try await application.next()
            #expect(try await fresh.readHead().startLine == "\(method) /second HTTP/1.1")
            try await fresh.write("HTTP/1.1 204 No Content\r\n\r\n")
            #expect(try await answer.status == 204)
        }
    }

    @Test("It is not for a POST, nor for a GET with a body", arguments: ["POST", "DELETE", "GET"])
    func staleRefused(method: String) async throws {
        try await stale { rig, application, cookie in
            async let answer = rig.send(method, "/second", "Sec-Fetch-Site: same-origin", cookie: cookie, body: "x")
            let dead = try await application.reads("/second")
            await dead.close()
            #expect(rig.code(try await answer) == "upstream_unavailable")
            #expect(application.listener.count == 1)
        }
    }

    private struct Application {
        let listener: WireListener
        let first: WireConnection

        func next() async throws -> WireConnection { try await listener.next() }
        /// The first connection, when it has been sent the request for `target`.
        func reads(_ target: String) async throws -> WireConnection {
            let head = try await first.readHead()
            #expect(head.startLine.contains(target))
            return first
        }
    }

    /// A gateway that has one connection in its pool.
    private func stale(_ body: (GatewayRig, Application, String) async throws -> Void) async throws {
        try await GatewayRig.byHand { rig, listener in
            let cookie = try await rig.signIn()
            async let answer = rig.get("/first", cookie: cookie)
            let first = try await listener.next()
            _ = try await first.readHead()
            try await first.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            #expect(try await answer.status == 200)
            try await body(rig, Application(listener: listener, first: first), cookie)
        }
    }

    @Test("Bytes after an answer's end belong to nobody")
    func surplus() async throws {
        try await GatewayRig.run(script: { _ in
            ScriptedUpstream.Answer(
                raw: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
        }) { rig in
            let cookie = try await rig.signIn()
            try await rig.withConnection { connection in
                for _ in 0..<3 {
                    try await connection.write(WireRequest("GET", "/", cookie: cookie).text)
                    #expect(try await connection.readAnswer().body == "ok")
                }
            }
            #expect(rig.requests.map(\.connection) == [0, 1, 2])
        }
    }
}
