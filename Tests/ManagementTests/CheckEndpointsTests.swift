import CasementTesting
import Directory
import Domain
import HTTPTypes
import Testing
import TokenVerification

@testable import Management

@Suite struct CheckEndpointsTests {
    @Test("Origins are explained one by one, with the codes of sign-ins") func origins() async throws {
        let rig = try Rig()
        let (mine, theirs) = (try rig.customer(externalID: "BS-1"), try rig.customer(of: "beta"))
        let reply = try await rig.ask(
            .post, "/api/origin_checks",
            #"""
            {"checks":[{"customer":\#(mine),"origin":"https://EU1.company.com:443"},{"customer":"EBS-1","expect":"accepted"},
            {"customer":"\#(mine)","origin":"https://x.example"},{"customer":\#(theirs)},{"customer":1,"partner":"beta"}]}
            """#)
        #expect(reply.status == 200)
        #expect(
            reply.result.map { $0["code"]?.text } == [
                nil, nil, "origin_not_allowed", "customer_not_found", "vendor_not_found",
            ])
        #expect(reply.result[0]["origin"] == .string("https://eu1.company.com"))
        #expect(reply.result[1]["rule"] == .string("first_entry") && reply.result[1]["expect"] == .string("accepted"))
        #expect(
            reply.result[2]["effective"]?.elements?.map { $0["list"]?.text } == ["customer", "customer", "partner"])
    }

    @Test("The operator names the partner in each check, or for all") func operatorOrigins() async throws {
        let rig = try Rig()
        let customer = try rig.customer()
        let body = "{\"checks\":[{\"customer\":\(customer)},{\"customer\":\(customer),\"partner\":\"acme\"}]}"
        let missing = try await rig.ask(.post, "/api/origin_checks", body, as: .operatorToken)
        #expect((missing.status, Array(missing.faults.keys)) == (422, ["checks[0].partner"]))
        let all = try await rig.ask(.post, "/api/origin_checks?vendor_id=acme", body, as: .operatorToken)
        #expect(all.result.map { $0["accepted"] } == [.bool(true), .bool(true)])
    }

    @Test(
        "What is no list of checks is told",
        arguments: [
            ("{}", 400, "checks"), (#"{"checks":[]}"#, 422, "checks"), (#"{"checks":[1]}"#, 400, "checks[0]"),
            (#"{"checks":[{}]}"#, 400, "checks[0].customer"),
            (#"{"checks":[{"customer":1.5}]}"#, 400, "checks[0].customer"),
            (#"{"checks":[{"customer":"x"}]}"#, 422, "checks[0].customer"),
        ])
    func malformed(body: String, status: Int, field: String) async throws {
        let reply = try await Rig().ask(.post, "/api/origin_checks", body)
        #expect((reply.status, Array(reply.faults.keys)) == (status, [field]))
    }

    @Test("A token is judged check by check, and may be judged again") func tokens() async throws {
        let rig = try Rig()
        let key = try TokenTestKey(.p256)
        let new = NewSigningKey(kind: .p256, subjectPublicKeyInfo: key.signingKey.subjectPublicKeyInfo)
        _ = try rig.store.addKey(new, to: vendor("acme"), by: .system, now: Rig.start)
        let token = try TokenBuilder(subject: "acme:\(try rig.customer())", at: Rig.start).signed(by: key.signer())
        for _ in 0..<2 {
            let reply = try await rig.ask(.post, "/api/token_checks", #"{"token":"\#(token)"}"#)
            #expect((reply.status, reply.json["accepted"]) == (200, .bool(true)))
            #expect(reply.json["steps"]?.elements?.last?["outcome"] == .string("not_reached"))
            #expect(reply.json["origin"]?["origin"] == .string("https://na1.company.com"))
        }
        let refused = try await rig.ask(
            .post, "/api/token_checks", #"{"token":"\#(token)","origin":"https://x.example"}"#)
        #expect((refused.status, refused.json["code"]) == (200, .string("origin_not_allowed")))
        let foreign = try await rig.ask(.post, "/api/token_checks", #"{"token":"\#(token)"}"#, as: .beta)
        #expect(foreign.json["code"] == .string("vendor_not_found"))
        let byOperator = try await rig.ask(.post, "/api/token_checks", #"{"token":"\#(token)"}"#, as: .operatorToken)
        #expect(byOperator.json["accepted"] == .bool(true))
    }

    @Test("What is no token is a refusal, not a bad request") func noToken() async throws {
        let rig = try Rig()
        for (token, code) in [("", "token_missing"), ("x", "token_malformed")] {
            let reply = try await rig.ask(.post, "/api/token_checks", #"{"token":"\#(token)"}"#)
            #expect((reply.status, reply.json["code"]) == (200, .string(code)))
        }
        let reply = try await rig.ask(.post, "/api/token_checks", #"{"origin":1}"#)
        #expect((reply.status, Set(reply.faults.keys)) == (400, ["token", "origin"]))
    }
}
