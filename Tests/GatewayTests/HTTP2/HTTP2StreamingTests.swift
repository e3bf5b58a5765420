import CasementTesting
import Gateway
import Testing

@Suite("HTTP/2 streams", .enabled(if: RedisServerProcess.isInstalled))
struct HTTP2StreamingTests {
    private static let own = ("sec-fetch-site", "same-origin")

    @Test("First bytes pass at once, both ways")
    func firstBytes() async throws {
        try await open("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n") { rig, client, application in
            for piece in ["p", "piece one", "piece two"] {
                try await client.write(piece)
                #expect(try await application.read(through: piece).contains(piece))
                try await application.write(piece)
                #expect(try await client.read(through: piece) == piece)
            }
        }
    }

    @Test("A client that does not read stops the reading of the answer, and little is held")
    func slowClient() async throws {
        try await open("HTTP/1.1 200 OK\r\nContent-Length: \(Flow.size)\r\n\r\n") { rig, client, application in
            let held = try await Flow(from: application, to: client, through: rig.gateway).mostHeld()
            #expect(held < Flow.bound)
        }
    }

    @Test("An application that does not read stops the reading of the request, and little is held")
    func slowApplication() async throws {
        try await open(nil, length: Flow.size) { rig, client, application in
            let held = try await Flow(from: client, to: application, through: rig.gateway).mostHeld()
            #expect(held < Flow.bound)
        }
    }

    @Test("An answer waits for a slow reader to its end, though the request never ends")
    func slowEnd() async throws {
        let size = 100_000  // more than a client's window, less than what the gateway holds besides
        try await open("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n") { rig, client, application in
            try await client.setReading(false)
            try await application.write([UInt8](repeating: 0x61, count: size))
            _ = try await application.readToEnd()  // the gateway has all, and no use for the connection
            try await client.setReading(true)
            #expect(try await client.read { $0.count == size ? size : nil }.count == size)
        }
    }

    @Test("A stream that nobody reads does not stop another of its connection")
    func apart() async throws {
        let body = String(repeating: "a", count: 1 << 20)
        let script: ScriptedUpstream.Script = { _ in ScriptedUpstream.Answer(body: body) }
        try await GatewayRig.run(GatewayRig.Options(certificate: TestCertificate(), script: script)) { rig in
            let cookie = try await rig.signIn()
            try await HTTP2Client.run(rig) { client in
                let unread = try await client.open(cookie: cookie)
                _ = try await unread.readHead()
                try await unread.setReading(false)
                #expect(try await client.ask(cookie: cookie).body == body)
                try await unread.setReading(true)
                #expect(try await unread.readToEnd().count <= body.utf8.count && !unread.isBroken)
            }
        }
    }

    /// Runs `body` with a request that is open both ways, once the application has its head and the client that of `answer`.
    private func open(
        _ answer: String?, length: Int? = nil,
        _ body: @escaping (GatewayRig, WireConnection, WireConnection) async throws -> Void
    ) async throws {
        try await GatewayRig.byHand(certificate: TestCertificate()) { rig, listener in
            let cookie = try await rig.signIn()
            try await HTTP2Client.run(rig) { client in
                let fields = [Self.own] + (length.map { [("content-length", "\($0)")] } ?? [])
                let stream = try await client.open("POST", "/", fields, cookie: cookie, endsStream: false)
                let application = try await listener.next()
                _ = try await application.readHead()
                if let answer {
                    try await application.write(answer)
                    _ = try await stream.readHead()
                }
                try await body(rig, stream, application)
                await stream.close()
                await application.close()
            }
        }
    }
}
