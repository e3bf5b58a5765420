import CasementTesting
import Gateway
import NIOCore
import Testing

@Suite("Streams when the gateway stops", .enabled(if: RedisServerProcess.isInstalled))
struct DrainTests {
    private static let own = "Sec-Fetch-Site: same-origin"
    private static let events = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"

    @Test(
        "An event stream ends in order at once, and its application's connection with it",
        arguments: ["Transfer-Encoding: chunked", "Connection: close"])
    func eventStream(framing: String) async throws {
        try await run { rig, client, application in
            try await application.write("\(Self.events)\(framing)\r\n\r\n" + event(framing))
            _ = try await client.read(through: "data: one\n\n\r\n")
            async let stopped: Void = rig.gateway.stop()
            #expect(try await client.readToEnd() == Array("0\r\n\r\n".utf8))
            _ = try await application.readToEnd()
            await client.close()
            try await stopped
        }
    }

    @Test("So does one that begins while the gateway stops")
    func lateStream() async throws {
        try await run { rig, client, application in
            let idle = try await rig.connect()
            try await idle.write(WireRequest("GET", "/casement/session").text)
            _ = try await idle.readAnswer()
            async let stopped: Void = rig.gateway.stop()
            #expect(try await idle.readToEnd().isEmpty)
            try await application.write("\(Self.events)Transfer-Encoding: chunked\r\n\r\n")
            let answer = try await client.readAnswer()
            #expect(answer.status == 200 && answer.body.isEmpty)
            await client.close()
            try await stopped
        }
    }

    @Test("What nobody would ask for again is waited for", arguments: ["POST", "download", "known length"])
    func others(kind: String) async throws {
        let type = kind == "download" ? "a/b" : "text/event-stream"
        let framing = kind == "known length" ? "Content-Length: 14" : "Transfer-Encoding: chunked"
        try await run(kind == "POST" ? "POST" : "GET") { rig, client, application in
            try await application.write("HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\n\(framing)\r\n\r\n")
            _ = try await client.readHead()
            let idle = try await rig.connect()
            try await idle.write(WireRequest("GET", "/casement/session").text)
            _ = try await idle.readAnswer()
            async let stopped: Void = rig.gateway.stop()
            #expect(try await idle.readToEnd().isEmpty)
            try await application.write(kind == "known length" ? "data: all\n\n..." : "3\r\nall\r\n0\r\n\r\n")
            #expect(String(decoding: try await client.readToEnd(), as: UTF8.self).contains("all"))
            await client.close()
            try await stopped
        }
    }

    @Test("A request that never ends is cut when the time to drain is over")
    func never() async throws {
        try await run(drain: .milliseconds(300)) { rig, client, application in
            try await application.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\npart")
            _ = try await client.read(through: "part")
            try await rig.gateway.stop()
            #expect(try await client.readToEnd().isEmpty)
            #expect(try await application.readToEnd().isEmpty)
        }
    }

    private func event(_ framing: String) -> String {
        framing.contains("chunked") ? "b\r\ndata: one\n\n\r\n" : "data: one\n\n"
    }

    /// Runs `body` with a request that has reached the application; a gateway that waited for it would wait for minutes.
    private func run(
        _ method: String = "GET", drain: TimeAmount = .seconds(120),
        _ body: (GatewayRig, _ client: WireConnection, _ application: WireConnection) async throws -> Void
    ) async throws {
        try await GatewayRig.byHand(isStoppedByTest: true, configure: { $0.timeouts.drain = drain }) { rig, listener in
            let cookie = try await rig.signIn()
            let client = try await rig.connect()
            try await client.write(WireRequest(method, "/", [Self.own], cookie: cookie).text)
            let application = try await listener.next()
            _ = try await application.readHead()
            try await body(rig, client, application)
            await client.close()
            await application.close()
        }
    }
}
