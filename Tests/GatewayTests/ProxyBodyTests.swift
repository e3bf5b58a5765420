import CasementTesting
import Gateway
import NIOCore
import Testing

@Suite("Bodies both ways", .enabled(if: RedisServerProcess.isInstalled))
struct ProxyBodyTests {
    private let own = "Sec-Fetch-Site: same-origin"

    @Test("Chunks are framed anew; extensions and trailers are dropped")
    func chunkedRequest() async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            let body = "3;a=b;c=\"d;\\\"\"\r\nabc\r\nA\r\n0123456789\r\n0\r\nX-Casement-Customer: 1\r\nX-T: 1\r\n\r\n"
            let answer = try await rig.send("POST", "/", own, "Transfer-Encoding: Chunked", cookie: cookie, body: body)
            #expect(answer.status == 200)
            let request = try #require(rig.requests.first)
            #expect(request.values("Transfer-Encoding") == ["chunked"] && request["Content-Length"] == "")
            #expect(unchunked(request.body) == "abc0123456789")
            #expect(!request.body.contains("X-") && !request.body.contains(";"))
        }
    }

    @Test("A body of known length arrives whole and framed by length")
    func lengthRequest() async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            let body = String(repeating: "0123456789", count: 50_000)
            #expect(try await rig.send("PUT", "/", own, cookie: cookie, body: body).status == 200)
            #expect(rig.requests.first?.body == body && rig.requests.first?["Content-Length"] == "500000")
        }
    }

    @Test("The application's chunks are framed anew, without extensions and trailers")
    func chunkedAnswer() async throws {
        let raw =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nX-T: 1\r\n\r\n"
        try await GatewayRig.run(script: { _ in ScriptedUpstream.Answer(raw: raw) }) { rig in
            let cookie = try await rig.signIn()
            let answer = try await rig.get("/", cookie: cookie)
            let text = String(decoding: answer.rawBody, as: UTF8.self)
            #expect(answer.isChunked && answer.body == "abcde" && answer["Trailer"] == "")
            #expect(text.hasSuffix("\r\n0\r\n\r\n") && !text.contains(";") && !text.contains("X-T"))
            let old = try await rig.raw("GET / HTTP/1.0\r\nHost: gw.example\r\nCookie: \(cookie)\r\n\r\n")
            #expect(!old.isChunked && old.body == "abcde" && old["Connection"] == "close")
        }
    }

    @Test("An answer that ends with its connection arrives in chunks, for HTTP/1.0 up to the end")
    func untilClose() async throws {
        try await GatewayRig.run(script: { _ in
            ScriptedUpstream.Answer(raw: "HTTP/1.0 200 OK\r\n\r\nall of it", closes: true)
        }) { rig in
            let cookie = try await rig.signIn()
            let answer = try await rig.get("/", cookie: cookie)
            #expect(answer.isChunked && answer.body == "all of it")
            let old = try await rig.raw("GET / HTTP/1.0\r\nHost: gw.example\r\nCookie: \(cookie)\r\n\r\n")
            #expect(!old.isChunked && old.body == "all of it" && old["Connection"] == "close")
        }
    }

    @Test(
        "HEAD, 204 and 304 have no body, and the connection goes on",
        arguments: ["HEAD", "204 No Content", "304 Not Modified"])
    func bodiless(kind: String) async throws {
        let status = kind == "HEAD" ? "200 OK" : kind
        let length = kind == "204 No Content" ? "" : "Content-Length: 5\r\n"
        try await GatewayRig.run(script: { _ in
            ScriptedUpstream.Answer(raw: "HTTP/1.1 \(status)\r\nETag: \"x\"\r\n\(length)\r\n")
        }) { rig in
            let cookie = try await rig.signIn()
            try await rig.withConnection { connection in
                for _ in 0..<3 {
                    try await connection.write(WireRequest(kind == "HEAD" ? "HEAD" : "GET", "/", cookie: cookie).text)
                    let answer = try await connection.readAnswer(toHead: kind == "HEAD")
                    #expect(answer.head.startLine == "HTTP/1.1 \(status)" && answer["ETag"] == "\"x\"")
                    #expect(answer["Content-Length"] == (length.isEmpty ? "" : "5"))
                }
            }
            #expect(Set(rig.requests.map(\.connection)) == [0])
        }
    }

    @Test("A client that expects 100 is told to go on, once the application is there")
    func expects() async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            try await rig.withConnection { connection in
                let head = WireRequest("POST", "/", [own, "Expect: 100-Continue", "Content-Length: 3"], cookie: cookie)
                try await connection.write(head.text)
                #expect(try await connection.readHead().startLine == "HTTP/1.1 100 Continue")
                try await connection.write("abc")
                #expect(try await connection.readAnswer().status == 200)
            }
            #expect(rig.requests.first?.body == "abc" && rig.requests.first?["Expect"] == "")
            let other = try await rig.get("/", "Expect: something", cookie: cookie)
            #expect(rig.code(other) == "expectation_failed" && other.status == 417)
        }
    }

    @Test("A refusal comes without asking for the body")
    func refusesUnread() async throws {
        try await GatewayRig.run { rig in
            try await rig.withConnection { connection in
                try await connection.write(
                    WireRequest("POST", "/", ["Expect: 100-continue", "Content-Length: 3"]).text)
                let answer = try await connection.readAnswer()
                #expect(rig.code(answer) == "session_missing" && answer["Connection"] == "close")
            }
        }
    }

    @Test("Interim answers are dropped")
    func interim() async throws {
        let raw =
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        try await GatewayRig.run(script: { _ in ScriptedUpstream.Answer(raw: raw) }) { rig in
            let answer = try await rig.get("/", cookie: try await rig.signIn())
            #expect(answer.status == 200 && answer["Link"] == "" && answer.body == "ok")
        }
    }

    @Test("Pipelined requests are answered in order, and none after a refusal")
    func pipelining() async throws {
        try await GatewayRig.run(script: { ScriptedUpstream.Answer(body: $0.target + $0.body) }) { rig in
            let cookie = try await rig.signIn()
            try await rig.withConnection { connection in
                let requests = [
                    WireRequest("GET", "/1", cookie: cookie),
                    WireRequest("POST", "/2", [own], cookie: cookie, body: "abc"),
                    WireRequest("GET", "/3", cookie: cookie), WireRequest("GET", "/casement/session"),
                    WireRequest("GET", "/4", cookie: cookie),
                ]
                try await connection.write(requests.map(\.text).joined())
                #expect(try await connection.readAnswer().body == "/1")
                #expect(try await connection.readAnswer().body == "/2abc")
                #expect(try await connection.readAnswer().body == "/3")
                #expect(rig.code(try await connection.readAnswer()) == "session_missing")
                #expect(try await connection.readToEnd().isEmpty)
            }
        }
    }

    @Test(
        "A body that an answer leaves unread never becomes the next request",
        arguments: ["/direct_link?token=x", "/", "/nothing", "/casement/nothing", "/sign_out", "/users/sign_out"])
    func unreadBody(target: String) async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            let smuggled = WireRequest("GET", "/smuggled", cookie: cookie).text
            for method in ["GET", "POST", "PUT"] {
                try await rig.withConnection { connection in
                    let text = WireRequest(method, target, ["Content-Type: text/plain"], body: smuggled + smuggled).text
                    try await connection.write(text)
                    let all = String(decoding: try await connection.readToEnd(), as: UTF8.self)
                    #expect(all.components(of: "HTTP/1.1 ") == 1 && all.contains("Connection: close"))
                }
            }
            #expect(rig.requests.isEmpty)
        }
    }

    @Test("An early answer while the body is unread reaches the client and ends the connection")
    func earlyAnswer() async throws {
        try await GatewayRig.byHand { rig, application in
            let cookie = try await rig.signIn()
            try await rig.withConnection { connection in
                let text = WireRequest("POST", "/", [own, "Content-Length: 10000"], cookie: cookie).text
                try await connection.write(text + "part")
                let upstream = try await application.next()
                _ = try await upstream.read(through: "part")
                try await upstream.write("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno")
                let answer = try await connection.readAnswer()
                #expect(answer.status == 413 && answer.body == "no" && answer["Connection"] == "close")
                _ = try await upstream.readToEnd()
            }
        }
    }

    @Test("A slow reader does not make the gateway read a large answer ahead")
    func backPressure() async throws {
        let size = 64 * 1024 * 1024
        try await GatewayRig.byHand(configure: { $0.timeouts.bodyIdle = .seconds(1) }) { rig, application in
            let cookie = try await rig.signIn()
            let connection = try await rig.connect()
            try await connection.setReading(false)
            try await connection.write(WireRequest("GET", "/", cookie: cookie).text)
            let upstream = try await application.next()
            _ = try await upstream.readHead()
            try await upstream.write("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
            let piece = [UInt8](repeating: 0x61, count: 64 * 1024)
            var taken = 0
            // The gateway gives the client up after a second without progress, and the application with it.
            while taken < size, (try? await upstream.write(piece)) != nil { taken += piece.count }
            #expect(taken < size / 2)
            await connection.close()
        }
    }

    @Test("A large answer arrives whole at a reader that begins late")
    func lateReader() async throws {
        let body = String(repeating: "0123456789abcdef", count: 512 * 1024)
        try await GatewayRig.run(script: { _ in ScriptedUpstream.Answer(body: body) }) { rig in
            let cookie = try await rig.signIn()
            try await rig.withConnection { connection in
                try await connection.setReading(false)
                try await connection.write(WireRequest("GET", "/", cookie: cookie).text)
                try await connection.setReading(true)
                #expect(try await connection.readAnswer().body == body)
            }
        }
    }

    @Test("A body over the limit is refused, by its length or as it comes", arguments: [true, false])
    func bodyLimit(chunked: Bool) async throws {
        try await GatewayRig.run(script: { _ in ScriptedUpstream.Answer() }, configure: { $0.bodyLimit = 10 }) { rig in
            let cookie = try await rig.signIn()
            let answer =
                chunked
                ? try await rig.send(
                    "POST", "/", own, "Transfer-Encoding: chunked", cookie: cookie,
                    body: "B\r\n01234567890\r\n0\r\n\r\n")
                : try await rig.send("POST", "/", own, cookie: cookie, body: "01234567890")
            #expect(rig.code(answer) == "body_too_large" && answer.status == 413)
            #expect(try await rig.send("POST", "/", own, cookie: cookie, body: "0123456789").status == 200)
            #expect(rig.requests.count == 1)
        }
    }

    @Test(
        "A malformed chunk is refused, and the application's request is cut",
        arguments: ["x\r\n", "3\r\nabcd\r\n", "-1\r\n", "3\nabc\r\n"])
    func malformedChunk(text: String) async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            let answer = try await rig.send("POST", "/", own, "Transfer-Encoding: chunked", cookie: cookie, body: text)
            #expect(rig.code(answer) == "http_request_invalid" && answer.status == 400)
            #expect(rig.requests.isEmpty)
        }
    }

    private func unchunked(_ text: String) -> String {
        WireAnswer(head: WireHead("HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n"), rawBody: Array(text.utf8)).body
    }
}

extension String {
    /// How often the text occurs in this one.
    func components(of text: String) -> Int { ranges(of: text).count }
}
