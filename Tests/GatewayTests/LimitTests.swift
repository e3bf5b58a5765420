import CasementTesting
import Gateway
import HTTPWire
import NIOCore
import Testing

@Suite("Limits as they are set", .enabled(if: RedisServerProcess.isInstalled))
struct LimitTests {
    private let own = "Sec-Fetch-Site: same-origin"

    @Test("A head of the limit's size passes, and one byte or one field more is refused")
    func head() async throws {
        let configure: (inout GatewayConfiguration) -> Void = { $0.headLimits = HeadLimits(bytes: 2048, fields: 8) }
        try await GatewayRig.run(script: { _ in ScriptedUpstream.Answer() }, configure: configure) { rig in
            let bare = WireRequest("GET", "/casement/session", ["X: "]).text.utf8.count
            for (length, status) in [(2048 - bare, 401), (2049 - bare, 431)] {
                let answer = try await rig.get("/casement/session", "X: " + String(repeating: "a", count: length))
                #expect(answer.status == status)
            }
            for (count, status) in [(7, 401), (8, 431)] {
                let lines = (0..<count).map { "X-\($0): a" }
                let answer = try await rig.ask(WireRequest("GET", "/casement/session", lines))
                #expect(answer.status == status)
            }
        }
    }

    @Test("An answer that stops coming is cut in the time for bodies")
    func answerStops() async throws {
        try await GatewayRig.byHand(configure: { $0.timeouts.bodyIdle = .milliseconds(300) }) { rig, listener in
            let cookie = try await rig.signIn()
            try await rig.withConnection { client in
                try await client.write(WireRequest("GET", "/", cookie: cookie).text)
                let application = try await listener.next()
                _ = try await application.readHead()
                try await application.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\npart")
                let answer = String(decoding: try await client.readToEnd(), as: UTF8.self)
                #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.hasSuffix("\r\n\r\npart"))
                #expect(try await application.readToEnd().isEmpty)
            }
        }
    }

    @Test("An application that takes no more of a body in that time is upstream_timeout")
    func bodyStops() async throws {
        try await GatewayRig.byHand(configure: { $0.timeouts.bodyIdle = .seconds(1) }) { rig, listener in
            let cookie = try await rig.signIn()
            try await rig.withConnection { client in
                let head = WireRequest("POST", "/", [own, "Content-Length: \(Flow.size)"], cookie: cookie)
                try await client.write(head.text)
                let application = try await listener.next()
                _ = try await application.readHead()
                try await application.setReading(false)
                async let answer = client.readAnswer()
                while (try? await client.write(Flow.piece)) != nil {}
                #expect(rig.code(try await answer) == "upstream_timeout")
            }
        }
    }
}
