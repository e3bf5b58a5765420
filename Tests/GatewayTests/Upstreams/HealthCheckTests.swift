import CasementTesting
import Domain
import Gateway
import NIOCore
import Synchronization
import Testing

@Suite("Health checks", .enabled(if: RedisServerProcess.isInstalled))
struct HealthCheckTests {
    @Test(
        "A server whose path answers badly is out on every loop until it answers well",
        arguments: ["503 Busy", "404 Not Found", ""])
    func path(bad: String) async throws {
        let (log, isIll) = (TestLog(), Flag(true))
        let server: ScriptedUpstream.Script = { request in
            guard request.target == "/health?deep", isIll.isSet else { return .init("302 Found") }
            return bad.isEmpty ? .none : .init(bad)
        }
        let options = checking(log, path: "/health?deep", workers: 2)
        try await GatewayRig.withServers([server, { _ in .init() }], options) { rig, servers in
            let cookie = try await rig.signIn()
            let name = "server=http://\(servers[0].address)"
            try await eventually {
                log.lines(of: "upstream") == ["upstream ejected reason=failed_checks \(name)"]
            }
            for _ in 0..<6 { #expect(try await rig.get("/", cookie: cookie).status == 200) }
            #expect(servers[0].requests.allSatisfy { $0.target == "/health?deep" })
            isIll.set(false)
            try await eventually { log.lines(of: "upstream").last == "upstream returned \(name)" }
            try await eventually { try await rig.get("/", cookie: cookie).status == 302 }
        }
    }

    @Test("A connection kept to a server that is lost is not used again when that returns")
    func keptConnection() async throws {
        let (log, isIll) = (TestLog(), Flag(false))
        let server: ScriptedUpstream.Script = { request in
            request.target == "/health" && isIll.isSet ? .init("503 Busy") : .init()
        }
        try await GatewayRig.withServers([server, { _ in .init() }], checking(log, path: "/health")) { rig, servers in
            let cookie = try await rig.signIn()
            let used = { servers[0].requests.filter { $0.target == "/" }.map(\.connection) }
            for _ in 0..<4 { #expect(try await rig.get("/", cookie: cookie).status == 200) }
            #expect(used().count == 2 && Set(used()).count == 1)
            isIll.set(true)
            try await eventually { log.lines(of: "upstream ejected").count == 1 }
            isIll.set(false)
            try await eventually { log.lines(of: "upstream returned").count == 1 }
            for _ in 0..<4 { #expect(try await rig.get("/", cookie: cookie).status == 200) }
            #expect(used().count == 4 && Set(used()).count == 2)
        }
    }

    @Test("The question is nobody's request: it names the host and carries no identity")
    func question() async throws {
        try await GatewayRig.withServers([{ _ in .init() }, { _ in .init() }], checking(TestLog(), path: "/health")) {
            rig, servers in
            try await eventually { servers.allSatisfy { $0.requests.count > 1 } }
            let request = try #require(servers[1].requests.first)
            #expect(request.head.startLine == "GET /health HTTP/1.1" && request["Host"] == "gw.example")
            #expect(request["X-Forwarded-Proto"] == "https" && request["User-Agent"] == "casement")
            #expect(!request.head.fields.contains { $0.name.lowercased().hasPrefix("x-casement-") })
        }
    }

    @Test("A server that does not answer in time is out, also before its connection is")
    func silent() async throws {
        for path in ["/health", nil] {
            let log = TestLog()
            let certificate = try await TestCertificate(for: "IP:127.0.0.1")
            let silent = try await WireListener.start(path == nil ? nil : certificate)
            var options = checking(log, path: path, timeout: .milliseconds(50))
            let (configure, trust) = (options.configure, try UpstreamTrust(authorities: certificate.chain))
            options.configure = { configuration in
                configure(&configuration)
                configuration.upstreamTrust = trust
            }
            try await GatewayRig.run(options, before: [silent.address, GatewayRig.nobody]) { _ in
                try await eventually { log.lines(of: "upstream ejected").count == 2 }
            }
            await silent.stop()
        }
    }

    @Test("Without a path a server that takes connections is in, and one that takes none is out")
    func connection() async throws {
        let log = TestLog()
        try await ScriptedUpstream.run { good in
            try await GatewayRig.run(checking(log, path: nil), before: [GatewayRig.nobody, good.address]) { rig in
                let name = "server=http://\(GatewayRig.nobody)"
                try await eventually { !log.lines(of: "upstream").isEmpty }
                #expect(log.lines(of: "upstream") == ["upstream ejected reason=failed_checks \(name)"])
                #expect(good.requests.isEmpty)
            }
        }
    }

    @Test("A server that stands alone is not asked")
    func alone() async throws {
        try await GatewayRig.withServers([{ _ in .init() }], checking(TestLog(), path: "/health")) { rig, servers in
            let cookie = try await rig.signIn()
            #expect(try await rig.get("/", cookie: cookie).status == 200)
            #expect(servers[0].requests.map(\.target) == ["/"])
        }
    }

    private func checking(
        _ log: TestLog, path: String?, timeout: TimeAmount = .seconds(60), workers: Int = 1
    ) -> GatewayRig.Options {
        var check = GatewayConfiguration.HealthCheck()
        check.path = path
        check.interval = .milliseconds(10)
        check.timeout = timeout
        return GatewayRig.Options(
            configure: { [check] in
                $0.healthCheck = check
                $0.workers = workers
            }, log: log)
    }

    private final class Flag: Sendable {
        private let state: Mutex<Bool>

        init(_ isSet: Bool) { state = Mutex(isSet) }
        var isSet: Bool { state.withLock { $0 } }
        func set(_ isSet: Bool) { state.withLock { $0 = isSet } }
    }
}
