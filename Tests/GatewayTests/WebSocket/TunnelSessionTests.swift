import CasementTesting
import Domain
import Gateway
import NIOCore
import Sessions
import Testing

@Suite("WebSockets end with their session", .enabled(if: RedisServerProcess.isInstalled))
struct TunnelSessionTests {
    private static let ended = WireFrame.close(1008, "session ended")
    private static let own = "Sec-Fetch-Site: same-origin"
    private static let manyLoops: @Sendable (inout GatewayConfiguration) -> Void = { $0.workers = 4 }

    /// What ends the session of Ann of Blue Sky.
    enum Ending: CaseIterable {
        case signOut
        case delete
        case token
        case customerToken
        case otherSignIn
        case elsewhere
    }

    @Test("Whatever ends the session closes it, on every loop", arguments: Ending.allCases)
    func ends(by ending: Ending) async throws {
        try await GatewayRig.withTunnel(configure: Self.manyLoops, signIn: { try await $0.signIn("acme:4676:7") }) {
            rig, tunnel, cookie in
            try await Self.end(ending, rig, cookie)
            #expect(try await tunnel.client.readFrame() == Self.ended)
            #expect(try await tunnel.client.readToEnd().isEmpty)
            #expect(try await tunnel.application.readFrame() == .close(1008, "session ended", isMasked: true))
            #expect(try await tunnel.application.readToEnd().isEmpty)
        }
    }

    private static func end(_ ending: Ending, _ rig: GatewayRig, _ cookie: String) async throws {
        switch ending {
        case .signOut: #expect(try await rig.send("POST", "/sign_out", own, cookie: cookie).status == 200)
        case .delete: #expect(try await rig.send("DELETE", "/casement/session", own, cookie: cookie).status == 204)
        case .token:
            let token = try rig.signOutToken("acme:4676:7")
            #expect(try await rig.send("POST", "/sign_out", body: "token=\(token)").body == "{\"ended\":1}\n")
        case .customerToken:
            let token = try rig.signOutToken("acme:4676", ["scope": "\"customer\""])
            #expect(try await rig.send("POST", "/sign_out", body: "token=\(token)").body == "{\"ended\":1}\n")
        case .otherSignIn: _ = try await rig.signIn("acme:4676:8", cookie: cookie)
        case .elsewhere:
            let now = rig.clock.now
            let ended = try await rig.elsewhere {
                $0.end(SessionSelection(.customer(TestDirectory.blueSky)), at: now)
            }
            #expect(ended == 1)
        }
    }

    @Test("News of another's end, or of an end that was none, closes nothing")
    func othersEnd() async throws {
        try await GatewayRig.withTunnel(configure: Self.manyLoops) { rig, tunnel, cookie in
            let other = try await rig.signIn("acme:4676:8")
            #expect(try await rig.send("DELETE", "/casement/session", Self.own, cookie: other).status == 204)
            try await Self.staysOpen(rig, tunnel)
        }
    }

    @Test("So does its idle or absolute end, when the clock reaches it", arguments: [60, 100])
    func expires(after seconds: Int64) async throws {
        let limits = GatewayRig.Options(limits: SessionLimits(idle: seconds, absolute: 100))
        try await GatewayRig.withTunnel(limits) { rig, tunnel, _ in
            rig.clock.advance(by: seconds - 1)
            try await Self.staysOpen(rig, tunnel)
            rig.clock.advance(by: 1)
            #expect(try await tunnel.client.readFrame() == Self.ended)
        }
    }

    @Test("A message of the client's keeps the session alive")
    func activity() async throws {
        try await GatewayRig.withTunnel() { rig, tunnel, cookie in
            for _ in 0..<3 {
                rig.clock.advance(by: 3000)
                try await tunnel.client.write(.text("a", isMasked: true))
                #expect(try await tunnel.application.readFrame() == .text("a", isMasked: true))
            }
            #expect(try await rig.get("/casement/session", cookie: cookie).status == 200)
        }
    }

    @Test("A pong does not, nor does what the application sends", arguments: [0x8A, 0x89] as [UInt8])
    func noActivity(first: UInt8) async throws {
        try await GatewayRig.withTunnel() { rig, tunnel, cookie in
            rig.clock.advance(by: 3000)
            let pong = WireFrame(first: first, payload: [1], isMasked: true)
            try await tunnel.client.write(pong)
            #expect(try await tunnel.application.readFrame() == pong)
            try await Self.staysOpen(rig, tunnel)
            rig.clock.advance(by: 600)
            #expect(try await tunnel.client.readFrame() == Self.ended)
            #expect(rig.code(try await rig.get("/casement/session", cookie: cookie)) == "session_expired")
        }
    }

    @Test("A renewed session keeps what is open, and takes it along when it ends")
    func renewed() async throws {
        try await GatewayRig.withTunnel() { rig, tunnel, cookie in
            let renewed = try await rig.signIn(cookie: cookie)
            try await Self.staysOpen(rig, tunnel)
            rig.clock.advance(by: 60)
            #expect(rig.code(try await rig.get("/casement/session", cookie: cookie)) == "session_expired")
            try await Self.staysOpen(rig, tunnel)
            _ = try await rig.send("DELETE", "/casement/session", Self.own, cookie: renewed)
            #expect(try await tunnel.client.readFrame() == Self.ended)
        }
    }

    @Test("Who is no longer in the directory has nothing open")
    func deleted() async throws {
        try await GatewayRig.withTunnel(signIn: { try await $0.signIn("acme:4676:7") }) {
            rig, tunnel, _ in
            var view = rig.directory.view
            view.removeMember(TestDirectory.ann)
            try await rig.gateway.show(view)
            #expect(try await tunnel.client.readFrame() == Self.ended)
        }
    }

    @Test("While the store does not answer nothing is closed but what is past its last moment")
    func storeAway() async throws {
        let redis = try RedisServerProcess()
        var options = GatewayRig.Options(redisURL: redis.url)
        options.redisTimeout = .milliseconds(50)
        options.limits = SessionLimits(idle: 100, absolute: 1000)
        try await GatewayRig.withTunnel(options) { rig, tunnel, _ in
            redis.kill()
            rig.clock.advance(by: 999)
            for _ in 0..<3 { try await Self.passes(tunnel) }
            rig.clock.advance(by: 1)
            #expect(try await tunnel.client.readFrame() == Self.ended)
        }
    }

    @Test("The frame that has begun is let end; nothing else passes, either way")
    func insideFrame() async throws {
        try await GatewayRig.withTunnel(configure: Self.manyLoops) { rig, tunnel, cookie in
            let long = WireFrame.text(String(repeating: "x", count: 1000))
            try await tunnel.application.write(Array(long.bytes.prefix(500)))
            let begun = try await tunnel.client.read { $0.count >= 500 ? 500 : nil }
            _ = try await rig.send("DELETE", "/casement/session", Self.own, cookie: cookie)
            #expect(try await tunnel.application.readFrame() == .close(1008, "session ended", isMasked: true))
            try await tunnel.client.write(.text("too late", isMasked: true))
            try await tunnel.application.write(Array(long.bytes.dropFirst(500)) + WireFrame.text("more").bytes)
            #expect(begun + (try await tunnel.client.readToEnd()) == long.bytes + Self.ended.bytes)
            #expect(try await tunnel.application.readToEnd().isEmpty)
        }
    }

    @Test("A frame that never ends is cut")
    func endlessFrame() async throws {
        let configure: (inout GatewayConfiguration) -> Void = {
            Self.manyLoops(&$0)
            $0.timeouts.frameRest = .milliseconds(200)
        }
        try await GatewayRig.withTunnel(configure: configure) { rig, tunnel, cookie in
            try await tunnel.application.write([0x82, 127, 0, 0, 0, 1, 0, 0, 0, 0, 7])
            _ = try await tunnel.client.read { $0.count >= 11 ? 11 : nil }
            _ = try await rig.send("DELETE", "/casement/session", Self.own, cookie: cookie)
            #expect(try await tunnel.client.readToEnd().isEmpty)
        }
    }

    @Test("After the application's own close frame none of ours follows")
    func alreadyClosed() async throws {
        try await GatewayRig.withTunnel(configure: Self.manyLoops) { rig, tunnel, cookie in
            try await tunnel.application.write(.close(1000, "bye"))
            #expect(try await tunnel.client.readFrame() == .close(1000, "bye"))
            _ = try await rig.send("DELETE", "/casement/session", Self.own, cookie: cookie)
            #expect(try await tunnel.client.readToEnd().isEmpty)
        }
    }

    /// The gateway has read the session again, and bytes still pass.
    private static func staysOpen(_ rig: GatewayRig, _ tunnel: OpenTunnel) async throws {
        try await rig.spreadNews()
        // Asked over the same line to the store: what is answered after the readings were, as far as a renewal leads.
        let dead = "__Host-casement=4676." + String(repeating: "A", count: 43)
        for _ in 0..<3 { _ = try await rig.get("/casement/session", cookie: dead) }
        try await passes(tunnel)
    }

    private static func passes(_ tunnel: OpenTunnel) async throws {
        try await tunnel.application.write(.text("still here"))
        #expect(try await tunnel.client.readFrame() == .text("still here"))
    }
}
