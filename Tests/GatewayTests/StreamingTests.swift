import CasementTesting
import Gateway
import Testing

@Suite("Streams", .enabled(if: RedisServerProcess.isInstalled))
struct StreamingTests {
    private static let own = "Sec-Fetch-Site: same-origin"

    @Test(
        "An answer's first bytes pass at once, however it is framed",
        arguments: ["Transfer-Encoding: chunked", "Content-Length: 1000", "Connection: close"])
    func firstBytesOfAnswer(framing: String) async throws {
        try await withStream("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\(framing)\r\n\r\n") { stream in
            let isChunked = framing.contains("chunked")
            for event in ["d", "data: one\n\n", "data: two\n\n"] {
                let size = String(event.utf8.count, radix: 16)
                try await stream.application.write(isChunked ? "\(size)\r\n\(event)\r\n" : event)
                #expect(try await stream.client.read(through: event).contains(event))
            }
        }
    }

    @Test("A request's first bytes pass at once", arguments: ["Transfer-Encoding: chunked", "Content-Length: 1000"])
    func firstBytesOfRequest(framing: String) async throws {
        try await GatewayRig.byHand { rig, listener in
            let cookie = try await rig.signIn()
            let client = try await rig.connect()
            try await client.write(WireRequest("POST", "/", [Self.own, framing], cookie: cookie).text)
            let application = try await listener.next()
            #expect(try await application.readHead().startLine == "POST / HTTP/1.1")
            for piece in ["p", "piece one", "piece two"] {
                let size = String(piece.utf8.count, radix: 16)
                try await client.write(framing.contains("chunked") ? "\(size)\r\n\(piece)\r\n" : piece)
                #expect(try await application.read(through: piece).contains(piece))
            }
            await client.close()
            await application.close()
        }
    }

    @Test("A client that does not read stops the reading of the answer, and little is held")
    func slowClient() async throws {
        try await withStream("HTTP/1.1 200 OK\r\nContent-Length: \(Flow.size)\r\n\r\n") { stream in
            let flow = Flow(from: stream.application, to: stream.client, through: stream.rig.gateway)
            let held = try await flow.mostHeld()
            #expect(held < Flow.bound)
        }
    }

    @Test("An application that does not read stops the reading of the request, and little is held")
    func slowApplication() async throws {
        try await GatewayRig.byHand { rig, listener in
            let cookie = try await rig.signIn()
            let client = try await rig.connect()
            let head = WireRequest("POST", "/", [Self.own, "Content-Length: \(Flow.size)"], cookie: cookie)
            try await client.write(head.text)
            let application = try await listener.next()
            _ = try await application.readHead()
            let flow = Flow(from: client, to: application, through: rig.gateway)
            let held = try await flow.mostHeld()
            #expect(held < Flow.bound)
            await client.close()
            await application.close()
        }
    }

    @Test(
        "An event stream ends with its session; a download under way does not", arguments: ["text/event-stream", "a/b"])
    func endsWithSession(type: String) async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nTransfer-Encoding: chunked\r\n\r\n"
        try await withStream(head + "2\r\nab\r\n") { stream in
            _ = try await stream.client.read(through: "ab\r\n")
            #expect(
                try await stream.rig.send("DELETE", "/casement/session", Self.own, cookie: stream.cookie).status == 204)
            if type == "a/b" {
                try await stream.application.write("2\r\ncd\r\n0\r\n\r\n")
                #expect(try await stream.client.read(through: "\r\n0\r\n\r\n").contains("cd"))
            } else {
                #expect(try await stream.client.readToEnd().isEmpty)
                #expect(try await stream.application.readToEnd().isEmpty)
            }
        }
    }

    private struct Stream: Sendable {
        let rig: GatewayRig
        let client: WireConnection
        let application: WireConnection
        let cookie: String
    }

    /// Runs `body` with an answer that has begun: the client has had its head, and so the gateway waited for no more.
    private func withStream(_ answer: String, _ body: (Stream) async throws -> Void) async throws {
        try await GatewayRig.byHand { rig, listener in
            let cookie = try await rig.signIn()
            let client = try await rig.connect()
            try await client.write(WireRequest("GET", "/", cookie: cookie).text)
            let application = try await listener.next()
            _ = try await application.readHead()
            try await application.write(answer)
            _ = try await client.readHead()
            try await body(Stream(rig: rig, client: client, application: application, cookie: cookie))
            await client.close()
            await application.close()
        }
    }
}
