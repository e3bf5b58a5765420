import CasementTesting
import Gateway
import Testing

@Suite("Keeping browsers to https", .enabled(if: RedisServerProcess.isInstalled))
struct TransportSecurityTests {
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
            for answer in answers { #expect(sent(answer) == "max-age=3600") }
        }
    }

    @Test("Without the setting, or on plain http, the application's word stands")
    func isNotSent() async throws {
        let script: ScriptedUpstream.Script = { _ in
            ScriptedUpstream.Answer("200 OK", ["Strict-Transport-Security: max-age=1"])
        }
        try await GatewayRig.run(script: script) { rig in
            let (relayed, own) = (try await rig.get("/", cookie: try await rig.signIn()), try await rig.get("/"))
            #expect(sent(relayed) == "max-age=1" && sent(own) == "")
        }
        let options = GatewayRig.Options(
            publicURL: "http://localhost", configure: { $0.transportSecurityAge = 3600 }, script: script)
        try await GatewayRig.run(options) { rig in
            let answer = try await rig.get("/", "Host: localhost")
            #expect(sent(answer) == "")
        }
    }

    /// How long the answer says, each time it says it.
    private func sent(_ answer: WireAnswer) -> String { answer["Strict-Transport-Security"] }
}
