import CasementTesting
import Domain
import Gateway
import Testing

@Suite("The directory while the gateway runs", .enabled(if: RedisServerProcess.isInstalled))
struct LiveViewTests {
    @Test("A view is shown when that returns, on every loop, and an older one that comes later is not")
    func order() async throws {
        try await GatewayRig.run(script: { _ in ScriptedUpstream.Answer() }, configure: { $0.workers = 2 }) { rig in
            let cookie = try await rig.signIn()
            var without = rig.directory.view
            without.removeCustomer(TestDirectory.blueSky)
            without.sequence = 2
            try await rig.gateway.show(without)
            #expect(try await codes(rig, cookie) == ["session_expired"])
            var older = rig.directory.view
            older.sequence = 1
            try await rig.gateway.show(older)
            #expect(try await codes(rig, cookie) == ["session_expired"])
            var newer = rig.directory.view
            newer.sequence = 3
            try await rig.gateway.show(newer)
            #expect(try await codes(rig, cookie) == ["none: 200"])
        }
    }

    /// Every connection may be another loop's.
    private func codes(_ rig: GatewayRig, _ cookie: String) async throws -> Set<String> {
        var codes: Set<String> = []
        for _ in 0..<4 { codes.insert(rig.code(try await rig.get("/", cookie: cookie))) }
        return codes
    }

    @Test("A token of a known partner that names an unknown key asks for its keys")
    func unknownKey() async throws {
        try await GatewayRig.run { rig in
            let stranger = try TokenTestKey(.p256)
            let signOut = try rig.token("acme:4676", ["purpose": "\"sign_out\""], by: stranger, kid: "new")
            #expect(rig.code(try await rig.send("POST", "/sign_out", body: "token=\(signOut)")) == "key_not_found")
            #expect(try await code(rig, rig.token(by: stranger, kid: "new")) == "key_not_found")
            // Without a list of its own a partner's algorithms follow its keys, and the new one may be of another kind.
            let otherKind = try rig.token(by: TokenTestKey(.ed25519), kid: "new")
            #expect(try await code(rig, otherKind) == "algorithm_not_allowed")
            #expect(rig.wanted.partners == ["acme", "acme", "acme"])
        }
    }

    @Test("No other refusal asks for keys")
    func otherRefusals() async throws {
        try await GatewayRig.run { rig in
            let stranger = try TokenTestKey(.p256)
            let tokens = [
                (try rig.token("nobody:1", by: stranger, kid: "new"), "vendor_not_found"),
                (try rig.token("beta:90", by: stranger), "algorithm_not_allowed"),
                (try rig.token("beta:90", by: TokenTestKey(.ed25519), kid: "b1"), "signature_invalid"),
                (try rig.token("beta:90", by: stranger, kid: "b1"), "algorithm_not_allowed"),
                (try rig.token("acme:4676", ["exp": "1"]), "token_expired"), ("a.b.c", "token_malformed"),
            ]
            for (token, expected) in tokens { #expect(try await code(rig, token) == expected) }
            #expect(rig.wanted.partners.isEmpty)
        }
    }

    private func code(_ rig: GatewayRig, _ token: String) async throws -> String {
        rig.code(try await rig.get("/direct_link?token=\(token)"))
    }
}
