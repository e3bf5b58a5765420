import CasementTesting
import Domain
import Gateway
import NIOCore
import Synchronization
import Testing

@Suite("Servers that fail", .enabled(if: RedisServerProcess.isInstalled))
struct EjectionTests {
    @Test("One that hangs up on three new connections in a row is out, and is tried again later")
    func hangsUp() async throws {
        let (log, bad) = (TestLog(), Script(failures: 3))
        try await GatewayRig.withServers([bad.answer, { _ in .init() }], .init(log: log)) { rig, servers in
            let cookie = try await rig.signIn()
            var statuses: [Int] = []
            try await eventually {
                statuses.append(try await rig.get("/", cookie: cookie).status)
                return servers[0].requests.count > 3
            }
            #expect(statuses.filter { $0 != 200 } == [502, 502, 502])
            let server = "server=http://\(servers[0].address)"
            #expect(log.lines(of: "upstream ejected") == ["upstream ejected reason=failed_requests \(server)"])
            try await eventually { log.lines(of: "upstream returned") == ["upstream returned \(server)"] }
        }
    }

    @Test("One that lets the time for an answer pass three times in a row is out")
    func timesOut() async throws {
        let log = TestLog()
        let options = GatewayRig.Options(
            configure: { $0.timeouts.upstreamAnswer = .milliseconds(200) }, log: log)
        try await ScriptedUpstream.run { good in
            let silent = try await WireListener.start()
            try await GatewayRig.run(options, before: [silent.address, good.address]) { rig in
                let cookie = try await rig.signIn()
                var codes: [String] = []
                for _ in 0..<6 { codes.append(rig.code(try await rig.get("/", cookie: cookie))) }
                #expect(codes.filter { $0 == "upstream_timeout" }.count == 3)
                try await eventually { log.lines(of: "upstream ejected").count == 1 }
            }
            await silent.stop()
        }
    }

    @Test("When all are out all are tried, and one that answers is in again")
    func failsOpen() async throws {
        let (log, one, other) = (TestLog(), Script(failures: 3), Script(failures: 3))
        try await GatewayRig.withServers([one.answer, other.answer], .init(log: log)) { rig, _ in
            let cookie = try await rig.signIn()
            for _ in 0..<6 { #expect(rig.code(try await rig.get("/", cookie: cookie)) == "upstream_unavailable") }
            for _ in 0..<6 { #expect(try await rig.get("/", cookie: cookie).status == 200) }
            try await eventually {
                log.lines(of: "upstream ejected").count == 2 && log.lines(of: "upstream returned").count == 2
            }
        }
    }

    @Test("A server that stands alone is never out")
    func alone() async throws {
        let (log, bad) = (TestLog(), Script(failures: 5))
        try await GatewayRig.withServers([bad.answer], .init(log: log)) { rig, _ in
            let cookie = try await rig.signIn()
            var statuses: [Int] = []
            for _ in 0..<6 { statuses.append(try await rig.get("/", cookie: cookie).status) }
            #expect(statuses == [502, 502, 502, 502, 502, 200] && log.lines(of: "upstream").isEmpty)
        }
    }

    /// Fails so many times, and then answers.
    private final class Script: Sendable {
        private let failures: Mutex<Int>

        init(failures: Int) { self.failures = Mutex(failures) }

        var answer: ScriptedUpstream.Script {
            { _ in
                self.failures.withLock { left in
                    guard left > 0 else { return .init() }
                    left -= 1
                    return .none
                }
            }
        }
    }
}
