import CasementTesting
import Gateway
import NIOCore
import Testing

@Suite("WebSocket tunnels", .enabled(if: RedisServerProcess.isInstalled))
struct TunnelTests {
    @Test("Bytes pass both ways, those too that came with the handshake's ends")
    func bothWays() async throws {
        try await GatewayRig.byHand { rig, listener in
            let client = try await rig.connect()
            let early = OpenTunnel.request(cookie: try await rig.signIn()).text
            try await client.write(Array(early.utf8) + WireFrame.text("early", isMasked: true).bytes)
            let application = try await listener.next()
            _ = try await application.readHead()
            try await application.write(Array(OpenTunnel.granted.utf8) + WireFrame.text("first").bytes)
            #expect(try await client.readHead().startLine == "HTTP/1.1 101 Switching Protocols")
            #expect(try await client.readFrame() == .text("first"))
            #expect(try await application.readFrame() == .text("early", isMasked: true))
            for text in ["a", "", String(repeating: "x", count: 60_000)] {
                try await client.write(.text(text, isMasked: true))
                #expect(try await application.readFrame() == .text(text, isMasked: true))
                try await application.write(.text(text))
                #expect(try await client.readFrame() == .text(text))
            }
            await client.close()
            await application.close()
        }
    }

    @Test("A limit on bodies is none on what a WebSocket carries")
    func noBodyLimit() async throws {
        try await GatewayRig.withTunnel(configure: { $0.bodyLimit = 10 }) { _, tunnel, _ in
            let long = WireFrame.text(String(repeating: "x", count: 50_000), isMasked: true)
            try await tunnel.client.write(long)
            #expect(try await tunnel.application.readFrame() == long)
        }
    }

    @Test("When the client ends its side the application gets all of it, and has the last word")
    func clientEnds() async throws {
        try await GatewayRig.withTunnel { _, tunnel, _ in
            let goodbye = WireFrame.close(1000, "", isMasked: true)
            try await tunnel.client.write(goodbye)
            try await tunnel.client.closeOutput()
            #expect(try await tunnel.application.readToEnd() == goodbye.bytes)
            try await tunnel.application.write(.close(1000, "bye"))
            await tunnel.application.close()
            #expect(try await tunnel.client.readToEnd() == WireFrame.close(1000, "bye").bytes)
        }
    }

    @Test("When the application ends the client gets all of it, and nothing of ours")
    func applicationEnds() async throws {
        try await GatewayRig.withTunnel { _, tunnel, _ in
            let last = WireFrame.text(String(repeating: "x", count: 60_000))
            try await tunnel.application.write(last)
            await tunnel.application.close()
            #expect(try await tunnel.client.readToEnd() == last.bytes)
        }
    }

    @Test("When the client is gone the application hears of it")
    func clientGone() async throws {
        try await GatewayRig.withTunnel { _, tunnel, _ in
            try await tunnel.client.reset()
            #expect(try await tunnel.application.readToEnd().isEmpty)
        }
    }

    @Test("A tunnel in which nothing moves is closed")
    func idle() async throws {
        try await GatewayRig.withTunnel(configure: { $0.timeouts.bodyIdle = .milliseconds(200) }) { _, tunnel, _ in
            let farewell = try await tunnel.client.readFrame()
            #expect(farewell == .close(1001, "idle for too long"))
            #expect(try await tunnel.client.readToEnd().isEmpty)
            #expect(try await tunnel.application.readFrame() == .close(1001, "idle for too long", isMasked: true))
        }
    }

    @Test("Stopping closes a tunnel, and so it ends before the time to drain is over")
    func draining() async throws {
        let configure: (inout GatewayConfiguration) -> Void = { $0.timeouts.drain = .seconds(120) }
        try await GatewayRig.withTunnel(GatewayRig.Options(isStoppedByTest: true), configure: configure) {
            rig, tunnel, _ in
            async let stopped: Void = rig.gateway.stop()
            #expect(try await tunnel.client.readFrame() == .close(1001, "going away"))
            #expect(try await tunnel.client.readToEnd().isEmpty)
            #expect(try await tunnel.application.readFrame() == .close(1001, "going away", isMasked: true))
            await tunnel.close()
            try await stopped
        }
    }

    @Test("Its end is logged once, with who began it", arguments: ["client", "application", "idle"])
    func log(reason: String) async throws {
        let log = TestLog()
        let configure: (inout GatewayConfiguration) -> Void = {
            if reason == "idle" { $0.timeouts.bodyIdle = .milliseconds(300) }
        }
        try await GatewayRig.withTunnel(.init(log: log), configure: configure) { _, tunnel, _ in
            switch reason {
            case "client": await tunnel.client.close()
            case "application": await tunnel.application.close()
            default: break
            }
            _ = try await tunnel.client.readToEnd()
            _ = try await tunnel.application.readToEnd()
        }
        let lines = log.lines(of: "WebSocket ended")
        #expect(lines.count == 1 && lines[0].contains(" reason=\(reason) request_id="))
    }

    @Test("An application that reads nothing stops the reading of the client, and the other way round")
    func backPressure() async throws {
        try await GatewayRig.withTunnel { rig, tunnel, _ in
            for (reader, writer) in [(tunnel.client, tunnel.application), (tunnel.application, tunnel.client)] {
                let flow = Flow(from: writer, to: reader, through: rig.gateway)
                let held = try await flow.mostHeld()
                #expect(held < Flow.bound)
            }
        }
    }
}
