import CasementTesting
import Directory
import Domain
import HTTPTypes
import OpenSSLCrypto
import Testing

@testable import Management

@Suite struct KeyEndpointsTests {
    private func pem(_ kind: PublicKey.Kind = .ec(.p256)) throws -> String {
        try PrivateKey.generate(kind).publicKey().pem()
    }

    @Test("The reference platform's key call makes the key the only one, and again changes nothing") func replace()
        async throws
    {
        let rig = try Rig()
        for kid in ["a", "b"] {
            _ = try await rig.ask(
                .post, "/api/account/keys", "{\"key\":\(JSONText.quoted(try pem())),\"kid\":\"\(kid)\"}")
        }
        let body = "{\"key\":\(JSONText.quoted(try pem(.rsa(bits: 2048))))}"
        for _ in 0..<2 {
            let reply = try await rig.ask(.put, "/api/account/signature_verification_key", body)
            #expect((reply.status, reply.body) == (200, #"{"vendor_id":"acme","success":true}"#))
        }
        let keys = try await rig.ask(.get, "/api/account/keys").result
        #expect(keys.map { $0["type"] } == [.string("rsa")])
    }

    @Test("A key is registered with its times, listed, and forgotten") func life() async throws {
        let rig = try Rig()
        let jwk = #"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"own"}"#
        let added = try await rig.ask(
            .post, "/api/account/keys",
            #"{"key":\#(jwk),"kid":"k1","valid_from":"2026-01-01T00:00:00Z","valid_until":"2026-07-01T02:00:00+02:00"}"#
        )
        #expect((added.status, added.json["kid"], added.json["type"]) == (200, .string("k1"), .string("ed25519")))
        #expect(
            (added.json["source"], added.json["valid_until"]) == (
                .string("registered"), .string("2026-07-01T00:00:00Z")
            ))
        let id = try #require(added.json["id"]?.number)
        #expect(try await rig.ask(.get, "/api/account/keys").result == [added.json])
        #expect(try await rig.ask(.delete, "/api/account/keys/\(id)", as: .beta).status == 404)
        #expect(try await rig.ask(.delete, "/api/account/keys?id=\(id)").json["success"] == .bool(true))
        #expect(try await rig.ask(.delete, "/api/account/keys/\(id)").status == 404)
        #expect(try await rig.ask(.get, "/api/account/keys").result.isEmpty)
    }

    @Test("A JWK may be given as text, and two keys cannot have one kid") func kids() async throws {
        let rig = try Rig()
        let jwk = #"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"own"}"#
        let body = "{\"key\":\(JSONText.quoted(jwk))}"
        #expect(try await rig.ask(.post, "/api/account/keys", body).json["kid"] == .string("own"))
        let taken = try await rig.ask(.post, "/api/account/keys", body)
        #expect((taken.status, taken.code) == (409, "kid_taken"))
    }

    @Test(
        "What is no public key of ours is refused, by the field",
        arguments: [
            (#""nonsense""#, 422, 422), (#"{"kty":"oct","k":"AAAA"}"#, 422, 400), (#"{"keys":[]}"#, 422, 400),
            ("1", 400, 400), ("null", 400, 400),
        ])
    func faults(key: String, added: Int, replacing: Int) async throws {
        let rig = try Rig()
        let body = "{\"key\":\(key)}"
        let replies = [
            try await rig.ask(.post, "/api/account/keys", body),
            try await rig.ask(.put, "/api/account/signature_verification_key", body),
        ]
        #expect(replies.map(\.status) == [added, replacing])
        #expect(replies.map { Array($0.faults.keys) } == [["key"], ["key"]])
    }

    @Test("Exactly one thing is registered, and one forgotten") func choices() async throws {
        let rig = try Rig(jwksHosts: ["keys.example"])
        for body in ["{}", "{\"key\":\(JSONText.quoted(try pem())),\"jwks_url\":\"https://keys.example/\"}"] {
            #expect(try await rig.ask(.post, "/api/account/keys", body).code == "request_invalid")
        }
        for query in ["", "?id=1&jwks_url=https://keys.example/"] {
            let reply = try await rig.ask(.delete, "/api/account/keys\(query)")
            #expect((reply.status, Array(reply.faults.keys)) == (422, ["id"]))
        }
        let foreign = try await rig.ask(.post, "/api/account/keys", #"{"jwks_url":"https://other.example/"}"#)
        #expect((foreign.status, Array(foreign.faults.keys)) == (422, ["jwks_url"]))
    }

    @Test("A JWKS URL is set, shown and forgotten; only the one that is there") func jwks() async throws {
        let rig = try Rig(jwksHosts: ["keys.example"])
        let keys = "/api/account/keys"
        #expect(try await rig.ask(.get, keys).json["jwks"] == .null)
        let set = try await rig.ask(.post, keys, #"{"jwks_url":"https://keys.example/jwks.json"}"#)
        #expect(set.body == #"{"url":"https://keys.example/jwks.json","fetched_at":null,"error":null}"#)
        #expect(try await rig.ask(.get, keys).json["jwks"] == set.json)
        #expect(try await rig.ask(.delete, keys + "?jwks_url=https://keys.example/other").status == 404)
        #expect(try await rig.ask(.delete, keys + "?jwks_url=https://keys.example/jwks.json").status == 200)
        #expect(try await rig.ask(.delete, keys + "?jwks_url=https://keys.example/jwks.json").status == 404)
        #expect(try await rig.ask(.get, keys).json["jwks"] == .null)
    }
}
