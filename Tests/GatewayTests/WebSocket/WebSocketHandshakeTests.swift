import CasementTesting
import Gateway
import Testing

@Suite("WebSocket handshakes", .enabled(if: RedisServerProcess.isInstalled))
struct WebSocketHandshakeTests {
    private static let pinned = "https://na1.company.com"

    @Test("A handshake is forwarded with who is asking, and with the fields of this hop made anew")
    func forwarded() async throws {
        try await GatewayRig.byHand { rig, listener in
            let cookie = try await rig.signIn("acme:4676:Eann")
            let tunnel = try await rig.open(
                listener, cookie: cookie + "; app=1",
                lines: [
                    OpenTunnel.own, "X-Casement-Customer: 1", "Sec-WebSocket-Protocol: chat",
                    "Sec-WebSocket-Extensions: permessage-deflate", "Keep-Alive: 5", "TE: trailers",
                ])
            let request = tunnel.request
            #expect(request.startLine == "GET /socket HTTP/1.1")
            #expect(request.values("Connection") == ["Upgrade"] && request.values("Upgrade") == ["websocket"])
            #expect(request["Sec-WebSocket-Key"] == OpenTunnel.key && request["Sec-WebSocket-Version"] == "13")
            #expect(request["Sec-WebSocket-Protocol"] == "chat" && request["Keep-Alive"] == "" && request["TE"] == "")
            #expect(request["Sec-WebSocket-Extensions"] == "permessage-deflate")
            #expect(request["X-Casement-Customer"] == "4676" && request["X-Casement-Role"] == "analyst")
            #expect(request["Cookie"] == "app=1" && request["Host"] == "gw.example")
            #expect(request["Content-Length"] == "" && request["Transfer-Encoding"] == "")
            #expect(tunnel.answer.startLine == "HTTP/1.1 101 Switching Protocols")
            #expect(
                tunnel.answer.values("Connection") == ["Upgrade"] && tunnel.answer.values("Upgrade") == ["websocket"])
            #expect(tunnel.answer["Sec-WebSocket-Accept"] == OpenTunnel.accept)
            await tunnel.close()
        }
    }

    @Test(
        "The Origin that was let in becomes the one that the application has by its Host",
        arguments: [
            (GatewayConfiguration.UpstreamHost.publicAuthority, true, "https://gw.example" as String?),
            (.publicAuthority, false, pinned), (.upstream, true, nil), (.upstream, false, pinned),
        ])
    func rewrites(host: GatewayConfiguration.UpstreamHost, rewrites: Bool, origin: String?) async throws {
        let configure: (inout GatewayConfiguration) -> Void = {
            $0.upstreamHost = host
            $0.rewritesWebSocketOrigin = rewrites
            $0.pinnedOriginWrites = true
        }
        try await GatewayRig.byHand(configure: configure) { rig, listener in
            let tunnel = try await rig.open(
                listener, cookie: try await rig.signIn(), lines: ["Origin: \(Self.pinned)"])
            #expect(tunnel.request.values("Origin") == [origin ?? "http://\(listener.address)"])
            await tunnel.close()
        }
    }

    @Test("An ordinary request keeps its Origin")
    func ordinaryOrigin() async throws {
        try await GatewayRig.run { rig in
            _ = try await rig.get("/", "Origin: \(Self.pinned)", cookie: try await rig.signIn())
            #expect(rig.requests.first?["Origin"] == Self.pinned)
        }
    }

    @Test(
        "Only pages that may write open one",
        arguments: [
            ["Sec-Fetch-Site: cross-site"], [], ["Origin: null"], ["Origin: https://evil.example"],
            ["Origin: \(pinned)"], ["Origin: https://gw.example:8443"], ["Origin: http://gw.example"],
        ])
    func foreign(lines: [String]) async throws {
        try await GatewayRig.run { rig in
            let cookie = try await rig.signIn()
            let answer = try await rig.ask(OpenTunnel.request("/socket", lines, cookie: cookie))
            #expect(rig.code(answer) == "origin_mismatch" && answer.status == 403 && answer["Connection"] == "close")
            #expect(rig.requests.isEmpty)
        }
    }

    @Test("A page of this host opens one, by its Origin or by what the browser says of it")
    func sameOrigin() async throws {
        try await GatewayRig.byHand { rig, listener in
            let cookie = try await rig.signIn()
            for lines in [[OpenTunnel.own], ["Sec-Fetch-Site: same-origin"]] {
                let tunnel = try await rig.open(listener, cookie: cookie, lines: lines)
                #expect(tunnel.answer.startLine.contains("101"))
                await tunnel.close()
            }
        }
    }

    @Test("Without a live session there is none")
    func sessionless() async throws {
        try await GatewayRig.run { rig in
            let without = try await rig.ask(OpenTunnel.request(cookie: nil))
            #expect(rig.code(without) == "session_missing" && without["Connection"] == "close")
            let cookie = try await rig.signIn()
            rig.clock.advance(by: 3600)
            let late = try await rig.ask(OpenTunnel.request(cookie: cookie))
            #expect(rig.code(late) == "session_expired" && late["Connection"] == "close")
            #expect(rig.requests.isEmpty)
        }
    }

    @Test(
        "It opens on the application's paths alone",
        arguments: ["/public/x", "/casement/session", "/casement/workspace/x", "/api/x", "/direct_link", "/sign_out"])
    func elsewhere(target: String) async throws {
        let configure: (inout GatewayConfiguration) -> Void = {
            $0.publicPaths = ["/public"]
            $0.servesAPI = true
        }
        try await GatewayRig.run(
            script: { _ in ScriptedUpstream.Answer(raw: OpenTunnel.granted) }, configure: configure
        ) {
            rig in
            let answer = try await rig.ask(OpenTunnel.request(target, cookie: try await rig.signIn()))
            #expect(rig.code(answer) == "http_request_invalid" && answer.status == 400)
            #expect(rig.requests.isEmpty)
        }
    }

    private static let malformedFields: [[String: String?]] = [
        ["Connection": nil], ["Connection": "keep-alive"], ["Connection": "Upgrade, Sec-WebSocket-Key"],
        ["Upgrade": "websocket, h2c"], ["Upgrade": "websocket/13"], ["Upgrade": "h2c, websocket"],
        ["Upgrade": "websocket\r\nUpgrade: websocket"], ["Upgrade": "h2c\r\nUpgrade: websocket"],
        ["Sec-WebSocket-Version": nil], ["Sec-WebSocket-Version": "8"], ["Sec-WebSocket-Version": "13, 8"],
        ["Sec-WebSocket-Version": "13\r\nSec-WebSocket-Version: 13"],
        ["Sec-WebSocket-Key": nil], ["Sec-WebSocket-Key": "c2hvcnQ="],
        ["Sec-WebSocket-Key": "!!!!!!!!!!!!!!!!!!!!!!=="],
        ["Sec-WebSocket-Key": "\(OpenTunnel.key)\r\nSec-WebSocket-Key: \(OpenTunnel.key)"],
        ["Content-Length": "5"], ["Content-Length": "0"], ["Transfer-Encoding": "chunked"],
    ]

    @Test("A malformed upgrade is refused, and nothing of it goes on", arguments: malformedFields)
    func malformed(changes: [String: String?]) async throws {
        try await refused(request(changes: changes))
    }

    @Test("So is one by another method, or in HTTP/1.0", arguments: ["POST", "HEAD", "OPTIONS", "PUT", "GET 1.0"])
    func malformed(line: String) async throws {
        let words = line.split(separator: " ").map(String.init)
        try await refused(request(words[0], version: words.count > 1 ? words[1] : "1.1", changes: [:]))
    }

    private func refused(_ request: String) async throws {
        try await GatewayRig.run(script: { _ in ScriptedUpstream.Answer(raw: OpenTunnel.granted) }) { rig in
            let cookie = try await rig.signIn()
            try await rig.withConnection { connection in
                let smuggled = WireRequest("GET", "/smuggled", cookie: cookie).text
                try await connection.write(request.replacing("COOKIE", with: cookie) + smuggled)
                let all = String(decoding: try await connection.readToEnd(), as: UTF8.self)
                #expect(all.hasPrefix("HTTP/1.1 400 ") && all.components(of: "HTTP/1.1 ") == 1)
                #expect(all.contains("Connection: close"))
            }
            #expect(rig.requests.isEmpty)
        }
    }

    private func request(_ method: String = "GET", version: String = "1.1", changes: [String: String?]) -> String {
        var fields: [String: String?] = [
            "Host": "gw.example", "Cookie": "COOKIE", "Origin": "https://gw.example", "Connection": "Upgrade",
            "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": OpenTunnel.key,
        ]
        fields.merge(changes) { $1 }
        let lines = fields.compactMap { name, value in value.map { "\(name): \($0)\r\n" } }
        return "\(method) /socket HTTP/\(version)\r\n" + lines.joined() + "\r\n"
    }

    @Test("Another version is told which one is spoken here")
    func version() async throws {
        try await GatewayRig.run { rig in
            let text = request(changes: ["Sec-WebSocket-Version": "8", "Cookie": nil])
            let answer = try await rig.raw(text)
            #expect(answer["Sec-WebSocket-Version"] == "13")
        }
    }

    @Test(
        "What asks for no WebSocket is an ordinary request, even when the application wants to switch",
        arguments: [["Connection: Upgrade"], ["Connection: Upgrade", "Upgrade: h2c"], ["Upgrade: totally/1.0"]])
    func ordinary(lines: [String]) async throws {
        try await GatewayRig.run(script: {
            $0.target == "/switch" ? ScriptedUpstream.Answer(raw: OpenTunnel.granted) : ScriptedUpstream.Answer()
        }) { rig in
            let cookie = try await rig.signIn()
            let key = ["Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: \(OpenTunnel.key)"]
            let plain = try await rig.ask(WireRequest("GET", "/", lines + key, cookie: cookie))
            #expect(plain.status == 200 && rig.requests.first?["Upgrade"] == "")
            #expect(rig.requests.first?["Connection"] == "")
            let switched = try await rig.ask(WireRequest("GET", "/switch", lines + key, cookie: cookie))
            #expect(rig.code(switched) == "upstream_invalid")
        }
    }

    @Test(
        "Only a 101 that grants this very handshake opens a tunnel",
        arguments: [
            ("Sec-WebSocket-Accept: \(OpenTunnel.accept)", "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
            ("Sec-WebSocket-Accept: \(OpenTunnel.accept)", "Sec-WebSocket-Accept: \(OpenTunnel.accept.lowercased())"),
            ("Sec-WebSocket-Accept: \(OpenTunnel.accept)", "X-A: b"),
            ("Upgrade: websocket", "Upgrade: h2c"), ("Upgrade: websocket", "X-A: b"),
            ("Upgrade: websocket", "Upgrade: websocket\r\nUpgrade: websocket"),
            ("Connection: Upgrade", "X-A: b"), ("Connection: Upgrade", "Connection: close"),
            ("Connection: Upgrade", "Connection: Upgrade\r\nContent-Length: 0"),
            ("Connection: Upgrade", "Connection: Upgrade\r\nTransfer-Encoding: chunked"), ("HTTP/1.1", "HTTP/1.0"),
        ])
    func notGranted(part: String, replacement: String) async throws {
        let raw = OpenTunnel.granted.replacing(part, with: replacement)
        try await GatewayRig.run(script: { _ in ScriptedUpstream.Answer(raw: raw) }) { rig in
            let answer = try await rig.ask(OpenTunnel.request(cookie: try await rig.signIn()))
            #expect(rig.code(answer) == "upstream_invalid" && answer.status == 502)
        }
    }

    @Test(
        "Any other answer is relayed as it is, and ends the connection: what follows an upgrade is no request",
        arguments: ["426 Upgrade Required", "200 OK", "403 Forbidden"])
    func relayed(status: String) async throws {
        try await GatewayRig.run(script: { _ in
            ScriptedUpstream.Answer(status, ["Upgrade: websocket", "Connection: Upgrade"], body: "no")
        }) { rig in
            let cookie = try await rig.signIn()
            try await rig.withConnection { connection in
                let smuggled = WireRequest("GET", "/smuggled", cookie: cookie).text
                try await connection.write(OpenTunnel.request(cookie: cookie).text + smuggled)
                let answer = try await connection.readAnswer()
                #expect(answer.head.startLine == "HTTP/1.1 \(status)" && answer.body == "no")
                #expect(answer["Upgrade"] == "" && answer["Connection"] == "close")
                #expect(try await connection.readToEnd().isEmpty)
            }
            #expect(rig.requests.map(\.target) == ["/socket"])
            #expect(try await rig.get("/", cookie: cookie).status == Int(status.prefix(3)))
            #expect(rig.requests.map(\.connection) == [0, 1])
        }
    }

    @Test("On a pooled connection that turns out to be dead it is sent once more, and a tunnel's goes back to no pool")
    func pooled() async throws {
        try await GatewayRig.byHand { rig, listener in
            let cookie = try await rig.signIn()
            async let plain = rig.get("/", cookie: cookie)
            let first = try await listener.next()
            _ = try await first.readHead()
            try await first.write("HTTP/1.1 204 No Content\r\n\r\n")
            #expect(try await plain.status == 204)

            async let opening = rig.open(listener, cookie: cookie)
            #expect(try await first.readHead().startLine == "GET /socket HTTP/1.1")
            await first.close()
            let tunnel = try await opening
            #expect(tunnel.answer.startLine.contains("101") && listener.count == 2)
            await tunnel.close()

            async let last = rig.get("/", cookie: cookie)
            let third = try await listener.next()
            _ = try await third.readHead()
            try await third.write("HTTP/1.1 204 No Content\r\n\r\n")
            #expect(try await last.status == 204 && listener.count == 3)
        }
    }
}
