import CasementTesting
import Domain
import Gateway

extension GatewayRig {
    /// Runs `body` with a gateway before several servers, each of which answers by a script of its own.
    static func withServers(
        _ scripts: [ScriptedUpstream.Script], _ options: Options = Options(),
        _ body: (GatewayRig, [ScriptedUpstream]) async throws -> Void
    ) async throws {
        try await withServers(scripts, [], options, body)
    }

    private static func withServers(
        _ scripts: [ScriptedUpstream.Script], _ servers: [ScriptedUpstream], _ options: Options,
        _ body: (GatewayRig, [ScriptedUpstream]) async throws -> Void
    ) async throws {
        guard let script = scripts.first else {
            return try await run(options, before: servers.map(\.address)) { try await body($0, servers) }
        }
        try await ScriptedUpstream.run(script, certificate: options.upstreamCertificate) { server in
            try await withServers(Array(scripts.dropFirst()), servers + [server], options, body)
        }
    }

    /// The same with servers that the test plays itself.
    static func withServersByHand(
        _ count: Int, _ options: Options = Options(),
        _ body: (GatewayRig, [WireListener]) async throws -> Void
    ) async throws {
        var listeners: [WireListener] = []
        for _ in 0..<count {
            let port = try Wire.ownPort()  // a test may stop a server, and its port must not become another test's
            listeners.append(try await WireListener.start(options.upstreamCertificate, onPort: port))
        }
        let result: Result<Void, any Error>
        do {
            result = .success(
                try await run(options, before: listeners.map(\.address)) { try await body($0, listeners) })
        } catch {
            result = .failure(error)
        }
        for listener in listeners { await listener.stop() }
        try result.get()
    }

    /// The same with servers that are somewhere.
    static func run(
        _ options: Options, before addresses: [Endpoint], _ body: (GatewayRig) async throws -> Void
    ) async throws {
        var options = options
        let configure = options.configure
        options.upstream = addresses.first
        options.configure = { configuration in
            configuration.upstreams = addresses
            configure(&configuration)
        }
        try await run(options, body)
    }

    /// Where nobody listens.
    static let nobody = Endpoint(host: "127.0.0.1", port: 1)
}

extension ScriptedUpstream.Answer {
    /// The connection ends without a byte of an answer.
    static let none = Self(raw: "", closes: true)
}
