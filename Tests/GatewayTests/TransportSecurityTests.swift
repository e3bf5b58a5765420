import CasementTesting
import Gateway
import Testing

@Suite("Keeping browsers to https", .enabled(if: RedisServerProcess.isInstalled))
struct TransportSecurityTests {
    private let field = "Strict-Transport-Security"

    @Test("Every answer says how long, once, whatever the application says")
    func isSent() async throws {
        try await GatewayRig.run(
            script: { _ in ScriptedUpstream.Answer("200 OK", ["Strict-Transport-Security: max-age=1"]) },
            configure: { $0.transportSecurityAge = 3600 }
        ) { rig in
            let answers = [
                try await rig.get("/", cookie: try await rig.signIn()), try await rig.get("/"),
                try await rig.raw("GET\r\n\r\n"), try await rig.get("/direct_link?token=\(rig.token("acme:4676"))"),
            ]
            #expect(answers.map(\.status) == [200, 401, 400, 303])
            for answer in answers { #expect(answer.values(field) == ["max-age=3600"]) }
        }
    }

    @Test("Without the setting, or on plain http, the application's word stands")
    func isNotSent() async throws {
        let script: ScriptedUpstream.Script = { _ in
            ScriptedUpstream.Answer("200 OK", ["Strict-Transport-Security: max-age=1"])
        }
        try await GatewayRig.run(script: script) { rig in
            #expect(try await rig.get("/", cookie: try await rig.signIn()).values(field) == ["max-age=1"])
            #expect(try await rig.get("/").values(field) == [])
        }
        let options = GatewayRig.Options(
            publicURL: "http://localhost", configure: { $0.transportSecurityAge = 3600 }, script: script)
        try await GatewayRig.run(options) { rig in
            #expect(try await rig.get("/", "Host: localhost").values(field) == [])
        }
    }
}
