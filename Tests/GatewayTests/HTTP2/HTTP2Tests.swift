import CasementTesting
import Domain
import Gateway
import NIOCore
import NIOHPACK
import Testing

@Suite("HTTP/2", .enabled(if: RedisServerProcess.isInstalled))
struct HTTP2Tests {
    private static let own = ("sec-fetch-site", "same-origin")

    @Test("Requests come over one connection at the same time, in HTTP/1.1 to the application")
    func streams() async throws {
        try await byHand { rig, application, client, cookie in
            let one = try await client.open("GET", "/one?a=b", [("accept", "x/y")], cookie: cookie)
            let first = try await application.next()
            let head = try await first.readHead()
            #expect(head.startLine == "GET /one?a=b HTTP/1.1")
            #expect(head["Host"] == "gw.example" && head["Accept"] == "x/y" && head["X-Forwarded-For"] == "127.0.0.1")
            #expect(
                head["Connection"].isEmpty && head["Transfer-Encoding"].isEmpty && head["X-Casement-Partner"] == "acme")
            let other = try await client.open("GET", "/other", cookie: cookie)
            let second = try await application.next()
            #expect(try await second.readHead().startLine == "GET /other HTTP/1.1")
            try await second.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother")
            #expect(try await other.readAnswer().body == "other")
            try await first.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none")
            #expect(try await one.readAnswer().body == "one")
            #expect(client.chosenProtocol == "h2")
        }
    }

    @Test("The answer's fields come in lower case, without those of a connection")
    func answerFields() async throws {
        let fields = ["ETag: \"e\"", "X-Own: É", "Keep-Alive: timeout=5", "Set-Cookie: a=1", "Set-Cookie: b=2"]
        try await scripted({ _ in ScriptedUpstream.Answer("404 Gone Fishing", fields) }) { _, client, cookie in
            let head = try await client.ask(cookie: cookie).head
            #expect(head.startLine == "HTTP/2 404")
            #expect(head.fields.allSatisfy { $0.name == $0.name.lowercased() })
            #expect(head["etag"] == "\"e\"" && head["x-own"] == "É" && head["content-length"] == "2")
            #expect(head.values("set-cookie").count == 2)
            #expect(head["content-security-policy"].contains("frame-ancestors"))
            #expect(["connection", "keep-alive", "transfer-encoding"].allSatisfy { head[$0].isEmpty })
        }
    }

    @Test("An answer in chunks ends with its stream, and its trailers are dropped")
    func chunks() async throws {
        let chunked =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\nX-Sum: 1\r\n\r\n"
        try await scripted({ _ in ScriptedUpstream.Answer(raw: chunked) }) { _, client, cookie in
            let answer = try await client.ask(cookie: cookie)
            #expect(answer.body == "abcde" && answer["transfer-encoding"].isEmpty && answer["content-length"].isEmpty)
        }
    }

    @Test(
        "An answer without a body ends with its head",
        arguments: [("HEAD", "200 OK"), ("GET", "204 No Content"), ("GET", "304 Not Modified"), ("GET", "200 OK")])
    func noBody(method: String, status: String) async throws {
        let length = method == "HEAD" ? 5 : 0
        let text =
            "HTTP/1.1 \(status)\r\n" + (status == "204 No Content" ? "" : "Content-Length: \(length)\r\n") + "\r\n"
        try await scripted({ _ in ScriptedUpstream.Answer(raw: text) }) { _, client, cookie in
            let stream = try await client.open(method, cookie: cookie)
            let head = try await stream.readHead()
            #expect(head.startLine == "HTTP/2 \(status.prefix(3))")
            #expect(try await stream.readToEnd().isEmpty && !stream.isBroken)
        }
    }

    @Test("Large bodies pass whole both ways", arguments: [true, false])
    func largeBodies(statesLength: Bool) async throws {
        let body = String(repeating: "0123456789abcdef", count: 16 * 1024)
        try await scripted({ ScriptedUpstream.Answer(body: $0["Transfer-Encoding"] + "\($0.body.utf8.count)") }) {
            rig, client, cookie in
            let length = statesLength ? [("content-length", "\(body.utf8.count)")] : []
            let answer = try await client.ask("POST", "/", [Self.own] + length, cookie: cookie, body: body)
            #expect(answer.status == 200)
            let request = try #require(rig.requests.last)
            #expect(WireAnswer(head: request.head, rawBody: Array(request.body.utf8)).body == body)
        }
        try await scripted({ _ in ScriptedUpstream.Answer(body: body) }) { _, client, cookie in
            let answer = try await client.ask(cookie: cookie)
            #expect(answer.body == body)
        }
    }

    @Test("The gateway's own pages are served, with bodies and without")
    func ownEndpoints() async throws {
        try await scripted { rig, client, _ in
            let form = "token=\(try rig.token("acme:4676"))"
            let type = ("content-type", "application/x-www-form-urlencoded")
            let signedIn = try await client.ask("POST", "/direct_link", [type], body: form)
            let cookie = try #require(GatewayRig.cookie(signedIn))
            #expect(signedIn.status == 303 && signedIn["location"] == "/")
            #expect(try await client.ask("GET", "/casement/session", cookie: cookie).status == 200)
            #expect(try await client.ask(cookie: cookie).body == "ok")
            #expect(rig.requests.count == 1)
        }
    }

    @Test("Cookies that come apart are one field to the application")
    func cookies() async throws {
        try await scripted { rig, client, cookie in
            let crumbs = [("cookie", "a=1"), ("cookie", cookie), ("cookie", "b=2")]
            let answer = try await client.ask("GET", "/", crumbs)
            #expect(answer.status == 200)
            #expect(rig.requests.last?["Cookie"] == "a=1; b=2")
        }
    }

    @Test("Who asks whether to send a body is told to, and its trailers are dropped")
    func expectation() async throws {
        try await scripted { rig, client, cookie in
            let stream = try await client.open(
                "POST", "/", [Self.own, ("expect", "100-continue")], cookie: cookie, endsStream: false)
            #expect(try await stream.readHead().startLine == "HTTP/2 100")
            try await stream.write("body")
            try await stream.closeOutput()
            #expect(try await stream.readAnswer().status == 200)
            #expect(rig.requests.last?.body == "4\r\nbody\r\n0\r\n\r\n")
        }
    }

    private func byHand(
        _ body: @escaping (GatewayRig, WireListener, HTTP2Client, String) async throws -> Void
    ) async throws {
        try await GatewayRig.byHand(certificate: TestCertificate()) { rig, application in
            let cookie = try await rig.signIn()
            try await HTTP2Client.run(rig) { try await body(rig, application, $0, cookie) }
        }
    }

    private func scripted(
        _ script: @escaping ScriptedUpstream.Script = { _ in ScriptedUpstream.Answer() },
        _ body: @escaping (GatewayRig, HTTP2Client, String) async throws -> Void
    ) async throws {
        try await GatewayRig.run(GatewayRig.Options(certificate: TestCertificate(), script: script)) { rig in
            let cookie = try await rig.signIn()
            try await HTTP2Client.run(rig) { try await body(rig, $0, cookie) }
        }
    }
}
