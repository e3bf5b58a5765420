import CasementTesting
import Gateway
import NIOCore
import NIOHTTP2
import Testing

@Suite("HTTP/2 connections", .enabled(if: RedisServerProcess.isInstalled))
struct HTTP2LifetimeTests {
    private static let partial = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"

    @Test("An answer that lacks its rest resets its stream; the others go on")
    func cut() async throws {
        try await byHand { open in
            let other = try await open.client.open(cookie: open.cookie)
            let second = try await open.application.next()
            _ = try await second.readHead()
            await open.upstream.close()
            #expect(String(decoding: try await open.stream.readToEnd(), as: UTF8.self) == "half")
            #expect(open.stream.isBroken)
            try await second.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            #expect(try await other.readAnswer().body == "ok" && !other.isBroken)
        }
    }

    @Test(
        "A client that leaves, by reset or for good, takes its request from the application", arguments: [true, false])
    func leaves(byReset: Bool) async throws {
        try await byHand { open in
            if byReset { await open.stream.close() } else { try await open.client.channel.close().get() }
            #expect(try await open.upstream.readToEnd().isEmpty)
        }
    }

    @Test("A stream in which nothing moves is given up, alone")
    func bodyIdle() async throws {
        try await byHand(configure: { $0.timeouts.bodyIdle = .milliseconds(300) }) { open in
            let rest = try await open.stream.readToEnd() + open.upstream.readToEnd()
            #expect(String(decoding: rest, as: UTF8.self) == "half" && open.stream.isBroken)
            #expect(open.client.channel.isActive)
        }
    }

    @Test(
        "A connection without a request is told to go and ends, at first and between requests",
        arguments: [true, false])
    func idle(isFirst: Bool) async throws {
        let options = GatewayRig.Options(
            configure: { configuration in
                if isFirst { configuration.timeouts.head = .milliseconds(300) }
                if !isFirst { configuration.timeouts.keepAlive = .milliseconds(300) }
            }, certificate: try await TestCertificate())
        try await GatewayRig.run(options) { rig in
            let cookie = isFirst ? nil : try await rig.signIn()
            try await HTTP2Client.run(rig) { client in
                if !isFirst { #expect(try await client.ask(cookie: cookie).status == 200) }
                try await client.channel.closeFuture.get()
                #expect(Set(client.farewells) == [.noError])
            }
        }
    }

    @Test("A gateway that stops says so, and what runs gets its answer whole")
    func drain() async throws {
        try await byHand(isStoppedByTest: true) { open in
            async let stopped: Void = open.rig.gateway.stop()
            while open.client.farewells.count < 2 {
                try await open.client.channel.eventLoop.submit {}.get()
            }
            try await open.upstream.write(" whole")
            #expect(try await open.stream.read(through: "half whole").hasSuffix("half whole"))
            #expect(try await open.stream.readToEnd().isEmpty && !open.stream.isBroken)
            try await open.client.channel.closeFuture.get()
            try await stopped
            #expect(open.client.farewells == [.noError, .noError])
        }
    }

    @Test("An event stream ends with its session, and its connection goes on")
    func endsWithSession() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n"
        try await byHand(answer: head) { open in
            _ = try await open.stream.read(through: "ab")
            let own = [("sec-fetch-site", "same-origin")]
            #expect(try await open.client.ask("DELETE", "/casement/session", own, cookie: open.cookie).status == 204)
            #expect(try await open.stream.readToEnd().isEmpty && open.stream.isBroken)
            #expect(try await open.upstream.readToEnd().isEmpty)
        }
    }

    private struct Open: Sendable {
        let rig: GatewayRig
        let application: WireListener
        let client: HTTP2Client
        let stream: WireConnection
        let upstream: WireConnection
        let cookie: String
    }

    /// Runs `body` with a request whose answer has begun, and whose head the client has.
    private func byHand(
        answer: String = Self.partial, isStoppedByTest: Bool = false,
        configure: @escaping (inout GatewayConfiguration) -> Void = { _ in },
        _ body: @escaping (Open) async throws -> Void
    ) async throws {
        try await GatewayRig.byHand(
            isStoppedByTest: isStoppedByTest, certificate: TestCertificate(), configure: configure
        ) { rig, application in
            let cookie = try await rig.signIn()
            try await HTTP2Client.run(rig) { client in
                let stream = try await client.open(cookie: cookie)
                let upstream = try await application.next()
                _ = try await upstream.readHead()
                try await upstream.write(answer)
                _ = try await stream.readHead()
                try await body(
                    Open(
                        rig: rig, application: application, client: client, stream: stream, upstream: upstream,
                        cookie: cookie))
            }
        }
    }
}
