import CasementTesting
import Gateway
import NIOHPACK
import Testing

@Suite("HTTP/2 refusals", .enabled(if: RedisServerProcess.isInstalled))
struct HTTP2RefusalTests {
    @Test(
        "A malformed head is refused by an answer, and nothing is forwarded",
        arguments: [
            [("x-own", "a\r\nx-casement-partner: evil")], [("Upper", "a")], [("transfer-encoding", "chunked")],
            [("connection", "close")], [("upgrade", "websocket")], [("host", "other.example")], [("x own", "a")],
            [("content-length", "0"), ("content-length", "0")], [(":path", "/again")], [("x-own", " a")],
        ])
    func malformed(fields: [(String, String)]) async throws {
        try await run { rig, client, cookie in
            let answer = try await client.ask("GET", "/", fields + [("accept", "application/json")], cookie: cookie)
            #expect(answer.status == 400 && answer.body.contains("http_request_invalid"))
            #expect(try await client.ask(cookie: cookie).status == 200)
            #expect(rig.requests.count == 1)
        }
    }

    @Test(
        "A malformed request line is refused, to every method",
        arguments: [
            [(":method", "CONNECT"), (":scheme", "https"), (":authority", "gw.example"), (":path", "/")],
            [(":method", "HEAD"), (":scheme", "http"), (":authority", "gw.example"), (":path", "/")],
            [(":method", "GET"), (":scheme", "https"), (":authority", "gw.example"), (":path", "/ HTTP/1.1")],
            [(":method", "GET"), (":scheme", "https"), (":path", "/")],
        ])
    func malformedLine(fields: [(String, String)]) async throws {
        try await run { rig, client, _ in
            let stream = try await client.open(HPACKHeaders(fields))
            #expect(try await stream.readHead().startLine == "HTTP/2 400")
            #expect(rig.requests.isEmpty)
        }
    }

    @Test("A head with too many bytes or fields is refused as too large; another that is not passes")
    func large() async throws {
        try await run { rig, client, cookie in
            let many = (0..<100).map { ("x-\($0)", "a") }
            let long = Array(repeating: ("x-long", String(repeating: "a", count: 4000)), count: 9)
            for fields in [many, long] {
                let answer = try await client.ask("GET", "/", fields, cookie: cookie)
                #expect(answer.status == 431)
            }
            #expect(try await client.ask("GET", "/", Array(many.prefix(90)), cookie: cookie).status == 200)
            #expect(rig.requests.count == 1)
        }
    }

    @Test("A refusal that leaves a body unread is whole, and the connection goes on")
    func unreadBody() async throws {
        try await run { rig, client, cookie in
            let stream = try await client.open("POST", "/", endsStream: false)
            let answer = try await stream.readAnswer()
            #expect(answer.status == 401 && rig.code(answer) == "session_missing")
            #expect(try await stream.readToEnd().isEmpty)
            #expect(try await client.ask(cookie: cookie).status == 200)
        }
    }

    @Test("Another length than the stated one resets the stream, and the application gets no whole request")
    func wrongLength() async throws {
        try await GatewayRig.byHand(certificate: TestCertificate()) { rig, application in
            let cookie = try await rig.signIn()
            try await HTTP2Client.run(rig) { client in
                let fields = [("sec-fetch-site", "same-origin"), ("content-length", "10")]
                let stream = try await client.open("POST", "/", fields, cookie: cookie, endsStream: false)
                let upstream = try await application.next()
                _ = try await upstream.readHead()
                try await stream.write("short")
                _ = try await upstream.read(through: "short")
                try await stream.closeOutput()
                #expect(try await stream.readToEnd().isEmpty && stream.isBroken)
                #expect(try await upstream.readToEnd().isEmpty)
            }
        }
    }

    @Test("An answer whose head no frame can hold resets its stream; one that just fits comes")
    func largeAnswerHead() async throws {
        let options = GatewayRig.Options(
            certificate: try await TestCertificate(),
            script: { request in
                let count = request.target == "/large" ? 27_000 : 25_000
                return ScriptedUpstream.Answer("200 OK", ["X-Long: \(String(repeating: "a", count: count))"])
            })
        try await GatewayRig.run(options) { rig in
            let cookie = try await rig.signIn()
            try await HTTP2Client.run(rig) { client in
                let stream = try await client.open("GET", "/large", cookie: cookie)
                #expect(try await stream.readToEnd().isEmpty && stream.isBroken)
                #expect(try await client.ask(cookie: cookie)["x-long"].utf8.count == 25_000)
            }
        }
    }

    @Test("Without TLS there is no HTTP/2")
    func plain() async throws {
        try await GatewayRig.run { rig in
            let answer = try await rig.raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
            #expect(answer.status == 400 && rig.code(answer) == "http_request_invalid")
        }
    }

    private func run(_ body: @escaping (GatewayRig, HTTP2Client, String) async throws -> Void) async throws {
        try await GatewayRig.run(GatewayRig.Options(certificate: TestCertificate())) { rig in
            let cookie = try await rig.signIn()
            try await HTTP2Client.run(rig) { try await body(rig, $0, cookie) }
        }
    }
}
