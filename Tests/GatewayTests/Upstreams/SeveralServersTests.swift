import CasementTesting
import Domain
import Gateway
import NIOCore
import Testing

@Suite("Several servers of the application", .enabled(if: RedisServerProcess.isInstalled))
struct SeveralServersTests {
    private let own = "Sec-Fetch-Site: same-origin"

    @Test("Requests one after another go to each in turn, whatever their answers say")
    func inTurn() async throws {
        let failing: ScriptedUpstream.Script = { _ in ScriptedUpstream.Answer("500 Internal Server Error") }
        try await GatewayRig.withServers([{ _ in .init() }, failing, { _ in .init() }]) { rig, servers in
            let cookie = try await rig.signIn()
            var statuses: [Int] = []
            for _ in 0..<18 { statuses.append(try await rig.get("/", cookie: cookie).status) }
            #expect(servers.map(\.requests.count) == [6, 6, 6])
            #expect(statuses == Array(repeating: [200, 500, 200], count: 6).flatMap(\.self))
        }
    }

    @Test("A server that is busy gets no more requests while another is free")
    func fewest() async throws {
        try await GatewayRig.withServersByHand(2) { rig, servers in
            let cookie = try await rig.signIn()
            async let slow = rig.get("/slow", cookie: cookie)
            let busy = try await servers[0].next()
            _ = try await busy.readHead()
            for _ in 0..<3 { try await Self.isServed(by: servers[1], rig, cookie) }
            try await busy.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nslow")
            #expect(try await slow.body == "slow")
            #expect(servers.map(\.count) == [1, 3])
        }
    }

    @Test("A WebSocket is in flight for as long as it is open")
    func webSocket() async throws {
        try await GatewayRig.withServersByHand(2) { rig, servers in
            let cookie = try await rig.signIn()
            let tunnel = try await rig.open(servers[0], cookie: cookie)
            for _ in 0..<3 { try await Self.isServed(by: servers[1], rig, cookie) }
            await tunnel.close()
        }
    }

    @Test(
        "What one cannot be reached for goes to the next, with its whole body", arguments: ["length", "chunked", "no"])
    func nobody(framing: String) async throws {
        try await ScriptedUpstream.run({ .init(body: $0.body) }) { server in
            try await GatewayRig.run(.init(), before: [GatewayRig.nobody, server.address]) { rig in
                let cookie = try await rig.signIn()
                let body = String(repeating: "0123456789abcdef", count: 4096)
                for _ in 0..<6 {
                    let answer =
                        switch framing {
                        case "length": try await rig.send("POST", "/", own, cookie: cookie, body: body)
                        case "chunked":
                            try await rig.send(
                                "POST", "/", own, "Transfer-Encoding: chunked", cookie: cookie,
                                body: "10000\r\n\(body)\r\n0\r\n\r\n")
                        default: try await rig.get("/", cookie: cookie)
                        }
                    #expect(answer.status == 200 && (framing == "no" || answer.body.contains("0123456789abcdef")))
                }
                #expect(server.requests.count == 6)
                if framing == "length" { #expect(server.requests.allSatisfy { $0.body == body }) }
            }
        }
    }

    @Test("A client that waits to be asked for its body is asked once, when a server is there")
    func expects() async throws {
        try await ScriptedUpstream.run({ .init(body: $0.body) }) { server in
            try await GatewayRig.run(.init(), before: [GatewayRig.nobody, server.address]) { rig in
                let cookie = try await rig.signIn()
                try await rig.withConnection { connection in
                    let lines = [own, "Expect: 100-continue", "Content-Length: 3"]
                    try await connection.write(WireRequest("POST", "/", lines, cookie: cookie).text)
                    #expect(try await connection.readHead().startLine == "HTTP/1.1 100 Continue")
                    try await connection.write("abc")
                    #expect(try await connection.readAnswer().body == "abc")
                }
            }
        }
    }

    @Test("When none can be reached each is tried once, and that is upstream_unavailable")
    func none() async throws {
        let addresses = [1, 2, 3].map { Endpoint(host: "127.0.0.1", port: $0) }
        try await GatewayRig.run(.init(), before: addresses) { rig in
            let cookie = try await rig.signIn()
            for _ in 0..<12 { #expect(rig.code(try await rig.get("/", cookie: cookie)) == "upstream_unavailable") }
        }
    }

    @Test("A server that lets the time pass leaves some of it for the next")
    func deaf() async throws {
        let deaf = try DeafPort()
        try await ScriptedUpstream.run({ .init(body: $0.body) }) { server in
            let options = GatewayRig.Options(configure: { $0.timeouts.upstreamConnect = .seconds(6) })
            try await GatewayRig.run(options, before: [deaf.address, server.address]) { rig in
                let answer = try await rig.send("POST", "/", own, cookie: try await rig.signIn(), body: "abc")
                #expect(answer.status == 200 && answer.body == "abc")
            }
        }
        withExtendedLifetime(deaf) {}
    }

    @Test("A kept connection that dies is tried anew, and where its server died with it, at the next")
    func staleElsewhere() async throws {
        try await withKept { rig, servers, kept, cookie in
            async let busy = rig.get("/busy", cookie: cookie)
            let other = try await servers[1].next()
            _ = try await other.readHead()
            async let answer = rig.get("/stale", cookie: cookie)
            #expect(try await kept.readHead().startLine == "GET /stale HTTP/1.1")
            await servers[0].stop()
            let another = try await servers[1].next()
            #expect(try await another.readHead().startLine == "GET /stale HTTP/1.1")
            for connection in [other, another] { try await connection.write(ok) }
            #expect(try await busy.status == 200)
            #expect(try await answer.status == 200)
        }
    }

    @Test("That is done once: when the next server's kept connection dies, too, it is upstream_unavailable")
    func staleTwice() async throws {
        try await withKept { rig, servers, kept, cookie in
            async let first = rig.get("/other", cookie: cookie)
            let other = try await servers[1].next()
            _ = try await other.readHead()
            try await other.write(ok)
            #expect(try await first.status == 200)
            async let answer = rig.get("/stale", cookie: cookie)
            _ = try await kept.readHead()
            await servers[0].stop()
            #expect(try await other.readHead().startLine == "GET /stale HTTP/1.1")
            await other.close()
            #expect(rig.code(try await answer) == "upstream_unavailable")
            #expect(servers.map(\.count) == [1, 1])
        }
    }

    @Test("A POST that was sent goes to no other server")
    func stalePost() async throws {
        try await withKept { rig, servers, kept, cookie in
            async let busy = rig.get("/busy", cookie: cookie)
            let other = try await servers[1].next()
            _ = try await other.readHead()
            async let answer = rig.send("POST", "/", own, cookie: cookie, body: "abc")
            _ = try await kept.read(through: "abc")
            await kept.close()
            #expect(rig.code(try await answer) == "upstream_unavailable")
            #expect(servers.map(\.count) == [1, 1])
            try await other.write(ok)
            #expect(try await busy.status == 200)
        }
    }

    private let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    /// A gateway before two servers that has a kept connection to the first.
    private func withKept(
        _ body: (GatewayRig, [WireListener], _ kept: WireConnection, _ cookie: String) async throws -> Void
    ) async throws {
        try await GatewayRig.withServersByHand(2) { rig, servers in
            let cookie = try await rig.signIn()
            async let first = rig.get("/first", cookie: cookie)
            let kept = try await servers[0].next()
            _ = try await kept.readHead()
            try await kept.write(ok)
            #expect(try await first.status == 200)
            try await body(rig, servers, kept, cookie)
        }
    }

    @Test("Each is told its own address in Host where the application's is asked for, and redirects of each are mapped")
    func addresses() async throws {
        let redirecting: ScriptedUpstream.Script = { request in
            ScriptedUpstream.Answer("303 See Other", ["Location: http://\(request["Host"])/next"])
        }
        let options = GatewayRig.Options(configure: { $0.upstreamHost = .upstream })
        try await GatewayRig.withServers([redirecting, redirecting], options) { rig, servers in
            let cookie = try await rig.signIn()
            for _ in 0..<4 { #expect(try await rig.get("/", cookie: cookie)["Location"] == "https://gw.example/next") }
            for server in servers {
                #expect(server.requests.map { $0["Host"] } == Array(repeating: server.address.description, count: 2))
            }
        }
    }

    @Test("A WebSocket's Origin becomes that of the server it goes to")
    func webSocketOrigin() async throws {
        let options = GatewayRig.Options(configure: { $0.upstreamHost = .upstream })
        try await GatewayRig.withServersByHand(2, options) { rig, servers in
            let cookie = try await rig.signIn()
            for server in servers {
                let tunnel = try await rig.open(server, cookie: cookie)
                #expect(tunnel.request["Origin"] == "http://\(server.address)")
                #expect(tunnel.request["Host"] == server.address.description)
                await tunnel.close()
            }
        }
    }

    /// A request goes to this server, which answers it.
    private static func isServed(by server: WireListener, _ rig: GatewayRig, _ cookie: String) async throws {
        async let quick = rig.get("/quick", cookie: cookie)
        let free = try await server.next()
        _ = try await free.readHead()
        try await free.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        #expect(try await quick.status == 200)
    }
}
