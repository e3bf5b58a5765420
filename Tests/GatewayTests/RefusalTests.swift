import CasementTesting
import Domain
import HTTPWire
import NIOCore
import Testing

@testable import Gateway

@Suite("Refusals as they are answered")
struct RefusalTests {
    @Test(
        "Every refusal is a page and a JSON text with code, sentence, request id and claim",
        arguments: Refusal.Code.allCases)
    func forms(code: Refusal.Code) {
        let refusal = Refusal(code, "Say \"<this>\".", claim: "sub")
        let answer = RefusalAnswer(refusal: refusal, requestID: RequestID(loop: "id", number: 1))
        let json = answer.answer(asJSON: true)
        #expect(
            String(buffer: json.body)
                == "{\"code\":\"\(code.rawValue)\",\"message\":\"Say \\\"\\u003cthis>\\\".\",\"request_id\":\"id-1\",\"claim\":\"sub\"}\n"
        )
        #expect(json.status == code.status && json.fields.contains { $0 == ("Content-Type", "application/json") })
        let page = answer.answer(asJSON: false)
        let html = String(buffer: page.body)
        #expect(page.status == code.status && html.contains("<code>\(code.rawValue)</code>") && html.contains("id-1"))
        #expect(html.contains("Say &quot;&lt;this&gt;&quot;.") && html.contains("<code>sub</code>"))
        for inert in ["<script", "<form", "<a ", "<button", "<iframe", "<img"] { #expect(!html.contains(inert)) }
        let policy = page.fields.first { $0.name == "Content-Security-Policy" }?.value ?? ""
        #expect(policy.hasPrefix("default-src 'none'") && policy.hasSuffix("frame-ancestors *"))
        for answer in [json, page] {
            let waits = answer.fields.contains { $0 == ("Retry-After", "1") }
            #expect(waits == [.sessionStoreUnavailable, .rateLimited].contains(code))
            #expect(answer.fields.contains { $0 == ("Cache-Control", "no-store") })
        }
    }
}

@Suite("Requests that no route takes", .enabled(if: RedisServerProcess.isInstalled))
struct ConnectionTests {
    @Test("JSON is given to who asks for it, a page to others")
    func accept() async throws {
        try await GatewayRig.run { rig in
            let json = try await rig.get("/", "Accept: text/plain, application/json")
            #expect(json["Content-Type"] == "application/json" && json.body.hasPrefix("{\"code\":\"session_missing\""))
            let page = try await rig.get("/", "Accept: text/html")
            #expect(page["Content-Type"] == "text/html; charset=utf-8" && page.body.contains("session_missing"))
        }
    }

    @Test(
        "A path of ours that does not exist is not_found",
        arguments: [
            "/casement/", "/casement/other", "/casement/session/", "/.well-known/casement/x", "/r/embedding-client.js",
        ])
    func notFound(target: String) async throws {
        try await GatewayRig.run { rig in
            let answer = try await rig.get(target, cookie: try await rig.signIn())
            #expect(rig.code(answer) == "not_found" && answer.status == 404 && rig.requests.isEmpty)
        }
    }

    @Test(
        "A method that a path of ours does not take is refused with Allow",
        arguments: [
            ("GET", "/sign_out", "POST, OPTIONS"), ("PUT", "/sign_out", "POST, OPTIONS"),
            ("POST", "/casement/session", "GET, HEAD, DELETE, OPTIONS"),
            ("PATCH", "/casement/session", "GET, HEAD, DELETE, OPTIONS"),
            ("PUT", "/users/sign_out", "GET"),
        ])
    func methods(method: String, target: String, allow: String) async throws {
        try await GatewayRig.run { rig in
            let answer = try await rig.send(method, target)
            #expect(rig.code(answer) == "method_not_allowed" && answer.status == 405 && answer["Allow"] == allow)
        }
    }

    @Test(
        "Another host is not served, unless it is listed",
        arguments: ["evil.example", "gw.example:8443", "gw.example.", "127.0.0.1"])
    func hosts(host: String) async throws {
        try await GatewayRig.run { rig in
            for target in ["/", "/direct_link?token=\(try rig.token())", "/casement/session"] {
                let answer = try await rig.get(target, "Host: \(host)")
                #expect(rig.code(answer) == "host_not_served" && answer.status == 421)
            }
        }
        try await GatewayRig.run(script: { _ in ScriptedUpstream.Answer() }, configure: { $0.hosts = ["*"] }) { rig in
            let answer = try await rig.get("/", "Host: \(host)")
            #expect(rig.code(answer) == "session_missing")
        }
    }

    @Test(
        "A head that HTTP does not allow is refused, and the connection ends",
        arguments: [
            "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
            "GET  / HTTP/1.1\r\nHost: gw.example\r\n\r\n",
            "GET / HTTP/2.0\r\nHost: gw.example\r\n\r\n", "GET / HTTP/1.1\nHost: gw.example\n\n",
            "GET x HTTP/1.1\r\nHost: gw.example\r\n\r\n", "GET /#a HTTP/1.1\r\nHost: gw.example\r\n\r\n",
            "GET * HTTP/1.1\r\nHost: gw.example\r\n\r\n", "G(T / HTTP/1.1\r\nHost: gw.example\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: gw.example\r\nX-A : b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: gw.example\r\nX: a\r\n b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: gw.example\r\nX: a\u{0}b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: gw.example\r\nX: a\rb\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: gw.example\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: gw.example\r\nContent-Length: 1, 1\r\n\r\na",
            "POST / HTTP/1.1\r\nHost: gw.example\r\nContent-Length: +1\r\n\r\na",
            "POST / HTTP/1.1\r\nHost: gw.example\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            "POST / HTTP/1.0\r\nHost: gw.example\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        ])
    func malformed(text: String) async throws {
        try await GatewayRig.run { rig in
            try await rig.withConnection { connection in
                try await connection.write(text + WireRequest("GET", "/next").text)
                let all = String(decoding: try await connection.readToEnd(), as: UTF8.self)
                #expect(
                    all.hasPrefix("HTTP/1.1 400 Bad Request\r\n") && all.contains("<code>http_request_invalid</code>"))
                #expect(all.components(of: "HTTP/1.1 ") == 1 && all.contains("Connection: close\r\n"))
            }
        }
    }

    @Test("A head too large, or of too many fields, is 431", arguments: ["bytes", "fields", "target"])
    func largeHead(what: String) async throws {
        try await GatewayRig.run { rig in
            let target = what == "target" ? "/" + String(repeating: "a", count: 40_000) : "/"
            let lines =
                what == "fields"
                ? (0..<101).map { "X-\($0): a" } : ["X: " + String(repeating: "a", count: what == "bytes" ? 40_000 : 1)]
            let answer = try await rig.ask(WireRequest("GET", target, lines))
            #expect(rig.code(answer) == "head_too_large" && answer.status == 431)
        }
    }

    @Test("A head that takes too long is 408, and a connection that says nothing is closed")
    func slowHead() async throws {
        try await GatewayRig.run(
            script: { _ in ScriptedUpstream.Answer() }, configure: { $0.timeouts.head = .seconds(4) }
        ) { rig in
            let answer = try await rig.raw("GET / HTTP/1.1\r\nHost: gw.exa")
            #expect(rig.code(answer) == "request_timeout" && answer.status == 408)
            let silent = try await rig.withConnection { try await $0.readToEnd() }
            #expect(silent.isEmpty)
        }
    }

    @Test("A body that stops coming is 408, and the application's request is cut")
    func slowBody() async throws {
        try await GatewayRig.byHand(configure: { $0.timeouts.bodyIdle = .seconds(1) }) { rig, application in
            let cookie = try await rig.signIn()
            try await rig.withConnection { connection in
                let lines = ["Sec-Fetch-Site: same-origin", "Content-Length: 10"]
                try await connection.write(WireRequest("POST", "/", lines, cookie: cookie).text + "abc")
                let upstream = try await application.next()
                #expect(rig.code(try await connection.readAnswer()) == "request_timeout")
                #expect(String(decoding: try await upstream.readToEnd(), as: UTF8.self).hasSuffix("\r\n\r\nabc"))
            }
        }
    }

    @Test("An idle connection is closed in its time")
    func keepAlive() async throws {
        try await GatewayRig.run(
            script: { _ in ScriptedUpstream.Answer() }, configure: { $0.timeouts.keepAlive = .milliseconds(200) }
        ) { rig in
            try await rig.withConnection { connection in
                try await connection.write(WireRequest("GET", "/casement/session").text)
                #expect(try await connection.readAnswer().status == 401)
                #expect(try await connection.readToEnd().isEmpty)
            }
        }
    }

    @Test("A client that leaves takes its request to the application with it")
    func clientLeaves() async throws {
        try await GatewayRig.byHand { rig, application in
            let cookie = try await rig.signIn()
            let connection = try await rig.connect()
            try await connection.write(WireRequest("GET", "/", cookie: cookie).text)
            let upstream = try await application.next()
            _ = try await upstream.readHead()
            try await connection.reset()
            #expect(try await upstream.readToEnd().isEmpty)
        }
    }

    @Test("Stopping lets a running request end and closes an idle connection at once")
    func draining() async throws {
        try await GatewayRig.byHand(isStoppedByTest: true) { rig, application in
            let cookie = try await rig.signIn()
            let running = try await rig.connect()
            let idle = try await rig.connect()
            try await idle.write(WireRequest("GET", "/casement/session").text)
            _ = try await idle.readAnswer()
            try await running.write(WireRequest("GET", "/", cookie: cookie).text)
            let upstream = try await application.next()
            _ = try await upstream.readHead()
            async let stopped: Void = rig.gateway.stop()
            #expect(try await idle.readToEnd().isEmpty)
            try await upstream.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            let answer = try await running.readAnswer()
            #expect(answer.body == "ok" && answer["Connection"] == "close")
            await running.close()
            await idle.close()
            try await stopped
        }
    }
}
