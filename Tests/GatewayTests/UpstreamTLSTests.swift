import CasementTesting
import Domain
import Gateway
import NIOCore
import Testing

@Suite("TLS towards the application", .enabled(if: RedisServerProcess.isInstalled))
struct UpstreamTLSTests {
    private let own = "Sec-Fetch-Site: same-origin"

    @Test("An application that proves to be its host is asked, on a connection that is kept")
    func trusted() async throws {
        let certificate = try await TestCertificate(for: "DNS:localhost")
        let options = GatewayRig.Options(
            upstreamCertificate: certificate, script: { ScriptedUpstream.Answer(body: $0.body) })
        try await GatewayRig.run(options) { rig in
            let cookie = try await rig.signIn()
            let body = String(repeating: "0123456789abcdef", count: 64 * 1024)
            for _ in 0..<3 { #expect(try await rig.send("POST", "/", own, cookie: cookie, body: body).body == body) }
            #expect(Set(rig.requests.map(\.connection)) == [0])
        }
    }

    @Test("An address is proved like a name")
    func address() async throws {
        let certificate = try await TestCertificate(for: "IP:127.0.0.1")
        let options = GatewayRig.Options(
            configure: { $0.upstreams = [Endpoint(host: "127.0.0.1", port: $0.upstreams[0].port)] },
            upstreamCertificate: certificate)
        try await GatewayRig.run(options) { rig in
            let answer = try await rig.get("/", cookie: try await rig.signIn())
            #expect(answer.status == 200)
        }
    }

    @Test(
        "A certificate of another host or of an authority that is not trusted is no connection",
        arguments: [true, false])
    func untrusted(isOtherHost: Bool) async throws {
        let shown = try await TestCertificate(for: isOtherHost ? "DNS:other.example" : "DNS:localhost")
        let trusted = isOtherHost ? shown : try await TestCertificate(for: "DNS:localhost")
        let trust = try UpstreamTrust(authorities: trusted.chain)
        let options = GatewayRig.Options(configure: { $0.upstreamTrust = trust }, upstreamCertificate: shown)
        try await GatewayRig.run(options) { rig in
            let answer = try await rig.send("POST", "/", own, cookie: try await rig.signIn(), body: "secret")
            #expect(answer.status == 502 && rig.code(answer) == "upstream_unavailable")
            #expect(rig.requests.isEmpty)
        }
    }

    @Test("Other authorities are trusted from the next connection on, on every loop")
    func renewed() async throws {
        let (shown, other) = (try await TestCertificate(), try await TestCertificate())
        let (right, wrong) = try (
            UpstreamTrust(authorities: shown.chain), UpstreamTrust(authorities: other.chain)
        )
        let options = GatewayRig.Options(
            configure: {
                $0.upstreamTrust = wrong
                $0.workers = 2
            }, upstreamCertificate: shown)
        try await GatewayRig.run(options) { rig in
            let cookie = try await rig.signIn()
            for _ in 0..<2 { #expect(rig.code(try await rig.get("/", cookie: cookie)) == "upstream_unavailable") }
            try await rig.gateway.trust(right)
            for _ in 0..<4 { #expect(try await rig.get("/", cookie: cookie).status == 200) }
        }
    }

    @Test("The system's authorities do not trust what nobody signed")
    func systemAuthorities() async throws {
        let shown = try await TestCertificate()
        let trust = try UpstreamTrust(authorities: nil)
        let options = GatewayRig.Options(configure: { $0.upstreamTrust = trust }, upstreamCertificate: shown)
        try await GatewayRig.run(options) { rig in
            let answer = try await rig.get("/", cookie: try await rig.signIn())
            #expect(rig.code(answer) == "upstream_unavailable")
        }
    }

    @Test("An application that talks plainly, or not at all, is no connection", arguments: [true, false])
    func noHandshake(talks: Bool) async throws {
        let trust = try UpstreamTrust(authorities: nil)
        try await GatewayRig.byHand(configure: {
            $0.upstreamTrust = trust
            if !talks { $0.timeouts.upstreamConnect = .milliseconds(300) }
        }) { rig, application in
            let cookie = try await rig.signIn()
            try await rig.withConnection { connection in
                try await connection.write(WireRequest("GET", "/", cookie: cookie).text)
                let upstream = try await application.next()
                if talks { try await upstream.write("HTTP/1.1 400 Bad Request\r\n\r\n") }
                let answer = try await connection.readAnswer()
                #expect(rig.code(answer) == "upstream_unavailable")
                let sent = String(decoding: try await upstream.readToEnd(), as: UTF8.self)
                #expect(!sent.contains("HTTP/1.1"))
            }
        }
    }

    @Test("An answer that ends with its connection is whole only where TLS says so", arguments: [true, false])
    func untilClose(isWhole: Bool) async throws {
        try await GatewayRig.byHand(upstreamCertificate: try await TestCertificate()) { rig, application in
            let cookie = try await rig.signIn()
            try await rig.withConnection { connection in
                try await connection.write(WireRequest("GET", "/", cookie: cookie).text)
                let upstream = try await application.next()
                _ = try await upstream.readHead()
                try await upstream.write("HTTP/1.1 200 OK\r\n\r\nabcde")
                _ = try await connection.read(through: "abcde\r\n")
                if isWhole { await upstream.close() } else { try await upstream.cut() }
                if isWhole {
                    #expect(try await connection.read(through: "0\r\n\r\n") == "0\r\n\r\n")
                } else {
                    #expect(try await connection.readToEnd().isEmpty)
                }
            }
        }
    }

    @Test("A kept connection that the application ended is replaced")
    func stale() async throws {
        try await GatewayRig.byHand(upstreamCertificate: try await TestCertificate()) { rig, application in
            let cookie = try await rig.signIn()
            try await rig.withConnection { connection in
                for _ in 0..<3 {
                    try await connection.write(WireRequest("GET", "/", cookie: cookie).text)
                    let upstream = try await application.next()
                    _ = try await upstream.readHead()
                    try await upstream.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                    #expect(try await connection.readAnswer().body == "ok")
                    await upstream.close()
                }
            }
        }
    }

    @Test("An application that takes no more stops what the client sends")
    func backPressure() async throws {
        let size = 64 * 1024 * 1024
        try await GatewayRig.byHand(
            upstreamCertificate: try await TestCertificate(), configure: { $0.timeouts.bodyIdle = .seconds(1) }
        ) { rig, application in
            let cookie = try await rig.signIn()
            try await rig.withConnection { connection in
                try await connection.write(
                    WireRequest("POST", "/", [own, "Content-Length: \(size)"], cookie: cookie).text)
                let upstream = try await application.next()
                _ = try await upstream.readHead()
                try await upstream.setReading(false)
                let piece = [UInt8](repeating: 0x61, count: 64 * 1024)
                var taken = 0
                while taken < size, (try? await connection.write(piece)) != nil { taken += piece.count }
                #expect(taken < size / 2)
            }
        }
    }
}
