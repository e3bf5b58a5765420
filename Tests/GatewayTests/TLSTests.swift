import CasementTesting
import Gateway
import NIOCore
import Testing

@Suite("TLS in front", .enabled(if: RedisServerProcess.isInstalled))
struct TLSTests {
    @Test("Requests come and answers go by TLS, one after another on a connection")
    func keepAlive() async throws {
        let certificate = try await TestCertificate()
        try await run(certificate, script: { ScriptedUpstream.Answer(body: $0.target) }) { rig, cookie in
            try await rig.withConnection { connection in
                for target in ["/1", "/2", "/3"] {
                    try await connection.write(WireRequest("GET", target, cookie: cookie).text)
                    #expect(try await connection.readAnswer().body == target)
                }
            }
        }
    }

    @Test("Large bodies pass whole both ways")
    func largeBodies() async throws {
        let certificate = try await TestCertificate()
        let body = String(repeating: "0123456789abcdef", count: 256 * 1024)
        try await run(certificate, script: { ScriptedUpstream.Answer(body: $0.body) }) { rig, cookie in
            try await rig.withConnection { connection in
                let own = "Sec-Fetch-Site: same-origin"
                try await connection.write(WireRequest("POST", "/", [own], cookie: cookie, body: body).text)
                #expect(try await connection.readAnswer().body == body)
            }
        }
    }

    @Test("A new certificate is for new connections; those that are open go on")
    func renewal() async throws {
        let (old, new) = (try await TestCertificate(), try await TestCertificate())
        try await run(old) { rig, cookie in
            let request = WireRequest("GET", "/", cookie: cookie).text
            try await rig.withConnection { connection in
                try await connection.write(request)
                #expect(try await connection.readAnswer().status == 200)
                try await rig.gateway.show(ServerCertificate(chain: new.chain, key: new.key))
                try await connection.write(request)
                #expect(try await connection.readAnswer().status == 200)
            }
            await #expect(throws: (any Error).self) { try await rig.get("/", cookie: cookie) }
            var renewed = rig
            renewed.certificate = new
            #expect(try await renewed.get("/", cookie: cookie).status == 200)
        }
    }

    @Test("A refusal that leaves a body unread reaches a client that goes on talking, and ends in order")
    func drain() async throws {
        let certificate = try await TestCertificate()
        try await run(certificate) { rig, _ in
            try await rig.withConnection { connection in
                try await connection.write(WireRequest("POST", "/", ["Content-Length: 200000"]).text)
                let answer = try await connection.readAnswer()
                #expect(rig.code(answer) == "session_missing" && answer["Connection"] == "close")
                #expect(try await connection.readToEnd().isEmpty)
                try await connection.write([UInt8](repeating: 0x61, count: 200_000))
                #expect(!connection.isBroken)
            }
            #expect(rig.requests.isEmpty)
        }
    }

    @Test("A client that has said all gets its answer, and the end in order")
    func halfClose() async throws {
        let certificate = try await TestCertificate()
        try await GatewayRig.byHand(certificate: certificate) { rig, application in
            let cookie = try await rig.signIn()
            try await rig.withConnection { connection in
                try await connection.write(WireRequest("GET", "/", cookie: cookie).text)
                let upstream = try await application.next()
                _ = try await upstream.readHead()
                try await connection.closeOutput()
                try await upstream.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                #expect(try await connection.readAnswer().body == "ok")
                #expect(try await connection.readToEnd().isEmpty && !connection.isBroken)
            }
        }
    }

    @Test(
        "An answer without a length ends in order when it is whole, and is cut when it is not",
        arguments: [true, false])
    func untilClose(isWhole: Bool) async throws {
        let certificate = try await TestCertificate()
        try await GatewayRig.byHand(certificate: certificate) { rig, application in
            let cookie = try await rig.signIn()
            try await rig.withConnection { connection in
                try await connection.write("GET / HTTP/1.0\r\nHost: gw.example\r\nCookie: \(cookie)\r\n\r\n")
                let upstream = try await application.next()
                _ = try await upstream.readHead()
                try await upstream.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n")
                _ = try await connection.read(through: "abcde")
                if isWhole { try await upstream.write("0\r\n\r\n") } else { await upstream.close() }
                #expect(try await connection.readToEnd().isEmpty)
                #expect(connection.isBroken == !isWhole)
            }
        }
    }

    @Test("A slow reader does not make the gateway read a large answer ahead")
    func backPressure() async throws {
        let certificate = try await TestCertificate()
        let size = 64 * 1024 * 1024
        try await GatewayRig.byHand(certificate: certificate, configure: { $0.timeouts.bodyIdle = .seconds(1) }) {
            rig, application in
            let cookie = try await rig.signIn()
            let connection = try await rig.connect()
            try await connection.write(WireRequest("GET", "/", cookie: cookie).text)
            try await connection.setReading(false)
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

    @Test(
        "Who does not agree upon TLS in time is cut, and so is who talks plainly",
        arguments: ["", "GET / HTTP/1.1\r\n\r\n"])
    func noHandshake(text: String) async throws {
        let certificate = try await TestCertificate()
        let head = TimeAmount.milliseconds(text.isEmpty ? 200 : 120_000)
        let options = GatewayRig.Options(configure: { $0.timeouts.head = head }, certificate: certificate)
        try await GatewayRig.run(options) { rig in
            var plain = rig
            plain.certificate = nil
            try await plain.withConnection { connection in
                try await connection.write(text)
                #expect(!String(decoding: try await connection.readToEnd(), as: UTF8.self).contains("HTTP/1.1"))
            }
        }
    }

    @Test("A connection that waits for a request ends in order when its time is over, and when the gateway stops")
    func idle() async throws {
        let certificate = try await TestCertificate()
        try await run(certificate, configure: { $0.timeouts.keepAlive = .milliseconds(200) }) { rig, cookie in
            try await rig.withConnection { connection in
                try await connection.write(WireRequest("GET", "/", cookie: cookie).text)
                #expect(try await connection.readAnswer().status == 200)
                #expect(try await connection.readToEnd().isEmpty && !connection.isBroken)
            }
        }
        try await run(certificate, isStoppedByTest: true) { rig, cookie in
            try await rig.withConnection { connection in
                try await connection.write(WireRequest("GET", "/", cookie: cookie).text)
                #expect(try await connection.readAnswer().status == 200)
                try await rig.gateway.stop()
                #expect(try await connection.readToEnd().isEmpty && !connection.isBroken)
            }
        }
    }

    @Test("Texts that are no certificate with its key are told apart")
    func problems() async throws {
        let (one, other) = (try await TestCertificate(), try await TestCertificate())
        #expect(throws: ServerCertificate.Problem.chainUnreadable) { try ServerCertificate(chain: [], key: one.key) }
        #expect(throws: ServerCertificate.Problem.chainUnreadable) {
            try ServerCertificate(chain: one.key, key: one.key)
        }
        #expect(throws: ServerCertificate.Problem.keyUnreadable) { try ServerCertificate(chain: one.chain, key: []) }
        #expect(throws: ServerCertificate.Problem.keyMismatched) {
            try ServerCertificate(chain: one.chain, key: other.key)
        }
        #expect(throws: UpstreamTrust.Unreadable.self) { try UpstreamTrust(authorities: Array("hello".utf8)) }
    }

    private func run(
        _ certificate: TestCertificate, isStoppedByTest: Bool = false,
        script: @escaping ScriptedUpstream.Script = { _ in ScriptedUpstream.Answer() },
        configure: @escaping (inout GatewayConfiguration) -> Void = { _ in },
        _ body: (GatewayRig, String) async throws -> Void
    ) async throws {
        let options = GatewayRig.Options(
            configure: configure, isStoppedByTest: isStoppedByTest, certificate: certificate, script: script)
        try await GatewayRig.run(options) { try await body($0, try await $0.signIn()) }
    }
}
