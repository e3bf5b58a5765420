import CasementTesting
import Directory
import Domain
import HTTPTypes
import Testing

@testable import Management

@Suite struct AccountEndpointsTests {
    @Test("A partner sees itself, the operator whom it names") func show() async throws {
        let rig = try Rig()
        let own = try await rig.ask(.get, "/api/account")
        #expect((own.json["vendor_id"], own.json["name"]) == (.string("acme"), .string("acme")))
        #expect(own.fields[.eTag] == "\"1\"")
        #expect(try await rig.ask(.get, "/api/account?vendor_id=acme", as: .operatorToken).json == own.json)
        #expect(try await rig.ask(.get, "/api/account", as: .operatorToken).faults.keys.contains("vendor_id"))
        #expect(try await rig.ask(.get, "/api/account?vendor_id=nobody", as: .operatorToken).status == 404)
        #expect(try await rig.ask(.get, "/api/account?vendor_id=beta").status == 404)
    }

    @Test("An update changes what it has, and null clears") func update() async throws {
        let rig = try Rig()
        let set = try await rig.ask(
            .put, "/api/account",
            #"""
            {"name":"Acme","origin_url":"https://*.acme.example","algorithms":["RS256","PS256"],"audiences":["us"],
            "audience_required":true,"issuer":"acme","issuer_required":true,"origin_required":true}
            """#)
        #expect((set.status, set.fields[.eTag]) == (200, "\"2\""))
        #expect(set.json["algorithms"] == .array([.string("RS256"), .string("PS256")]))
        let cleared = try await rig.ask(
            .put, "/api/account", #"{"algorithms":null,"audiences":null,"issuer":null,"origin_url":null}"#)
        #expect((cleared.json["algorithms"], cleared.json["issuer"]) == (.null, .null))
        #expect((cleared.json["audiences"], cleared.json["origin_url"]) == (.array([]), .string("")))
        for name in ["audience_required", "issuer_required", "origin_required"] {
            #expect(cleared.json[name] == .bool(true))
        }
        #expect(cleared.json["name"] == .string("Acme"))
    }

    @Test("A stale update is refused; one that changes nothing raises no version") func versions() async throws {
        let rig = try Rig()
        let stale = try await rig.ask(.put, "/api/account", #"{"name":"x"}"#, with: [.ifMatch: "\"2\""])
        #expect((stale.status, stale.code) == (412, "precondition_failed"))
        #expect(try await rig.ask(.put, "/api/account", "{}", with: [.ifMatch: "\"1\""]).fields[.eTag] == "\"1\"")
    }

    @Test("Every wrong field is named") func faults() async throws {
        let reply = try await Rig().ask(
            .put, "/api/account",
            #"{"name":" ","origin_url":"x","algorithms":["HS256","RS256"],"audiences":["",1],"issuer":"\u0000"}"#)
        #expect((reply.status, reply.code) == (400, "request_invalid"))
        #expect(
            Set(reply.faults.keys) == ["name", "origin_url", "algorithms[0]", "audiences[0]", "audiences[1]", "issuer"])
    }
}
