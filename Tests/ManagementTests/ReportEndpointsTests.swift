import CasementTesting
import Directory
import Domain
import HTTPTypes
import Testing

@testable import Management

@Suite struct ReportEndpointsTests {
    private let time = Rig.start.iso8601

    private func job(_ id: String, of customer: String, _ more: String = "") -> String {
        "{\"report_id\":\"\(id)\",\"managed_user_id\":\(customer),\"status\":\"succeeded\",\"tasks\":3,\"finished_at\":\"\(time)\"\(more)}"
    }

    private func jobs(_ jobs: String...) -> String { "{\"jobs\":[\(jobs.joined(separator: ","))]}" }

    @Test("Reports are the operator's alone, whoever's the customer is") func access() async throws {
        let rig = try Rig()
        let path = "/api/reports/managed_users/\(try rig.customer())"
        for (method, below) in [
            (HTTPRequest.Method.put, "/connections/1"), (.delete, "/connections/1"), (.put, "/recipes/1"),
            (.delete, "/recipes/1"),
        ] {
            let reply = try await rig.ask(method, path + below, "{}")
            #expect((reply.status, reply.code) == (403, "forbidden"))
        }
        #expect(try await rig.ask(.post, "/api/reports/jobs", "{}").code == "forbidden")
        #expect(try await rig.ask(.post, "/api/reports/jobs", "{}", as: .nobody).code == "unauthorized")
    }

    @Test("A connection is put, put again, and gone") func connections() async throws {
        let rig = try Rig()
        let customer = try rig.customer(externalID: "BS-1")
        let path = "/api/reports/managed_users/EBS-1/connections/c-1?vendor_id=acme"
        let put = try await rig.ask(
            .put, path, #"{"name":"Sales","provider":"salesforce","authorization_status":"pending"}"#,
            as: .operatorToken)
        #expect((put.status, put.json["id"], put.json["authorized_at"]) == (200, .string("c-1"), .null))
        let again = try await rig.ask(.put, path, #"{"name":"Sales","provider":"salesforce"}"#, as: .operatorToken)
        #expect(again.json["authorization_status"] == .string("success"))
        #expect(try rig.store.customer(customer).counts.connections == 1)
        #expect(try await rig.ask(.delete, path, as: .operatorToken).json["success"] == .bool(true))
        #expect(try await rig.ask(.delete, path, as: .operatorToken).code == "not_found")
    }

    @Test("A connection to an app that the customer may not use is refused") func apps() async throws {
        let rig = try Rig()
        let path = "/api/managed_users/\(try rig.customer())"
        try await rig.ask(.put, path, #"{"allowed_apps":["slack"]}"#)
        let reply = try await rig.ask(
            .put, path.replacing("/api", with: "/api/reports") + "/connections/1",
            #"{"name":"Sales","provider":"salesforce"}"#, as: .operatorToken)
        #expect((reply.status, reply.code) == (422, "app_not_allowed"))
    }

    @Test("A recipe is put, stopped, and gone") func recipes() async throws {
        let rig = try Rig()
        let customer = try rig.customer()
        let path = "/api/reports/managed_users/\(customer)/recipes/1207"
        let put = try await rig.ask(.put, path, #"{"name":"Leads","running":true}"#, as: .operatorToken)
        #expect((put.status, put.json["id"]?.number, put.json["running"]) == (200, 1207, .bool(true)))
        #expect(try rig.store.customer(customer).counts.activeRecipes == 1)
        try await rig.ask(.put, path, #"{"name":"Leads","running":false}"#, as: .operatorToken)
        #expect(try rig.store.customer(customer).counts.activeRecipes == 0)
        #expect(try await rig.ask(.delete, path, as: .operatorToken).status == 200)
        #expect(try await rig.ask(.delete, path, as: .operatorToken).code == "not_found")
    }

    @Test("Nothing has an id that is none") func ids() async throws {
        let rig = try Rig()
        let path = "/api/reports/managed_users/\(try rig.customer())/recipes/"
        for id in ["a%20b", "%31", "ü", String(repeating: "a", count: 65)] {
            let reply = try await rig.ask(.put, path + id, #"{"name":"Leads","running":true}"#, as: .operatorToken)
            #expect(reply.code == "not_found")
        }
    }

    @Test("Every wrong field of a report is named") func faults() async throws {
        let rig = try Rig()
        let path = "/api/reports/managed_users/\(try rig.customer())"
        let connection = try await rig.ask(
            .put, path + "/connections/1", #"{"provider":"a b","authorization_status":"maybe","authorized_at":"now"}"#,
            as: .operatorToken)
        #expect(Set(connection.faults.keys) == ["name", "provider", "authorization_status", "authorized_at"])
        let recipe = try await rig.ask(.put, path + "/recipes/1", #"{"name":"","running":1}"#, as: .operatorToken)
        #expect((recipe.status, Set(recipe.faults.keys)) == (400, ["name", "running"]))
    }

    @Test("Jobs count once, by number or by external id") func jobs() async throws {
        let rig = try Rig()
        let customer = try rig.customer(externalID: "BS-1")
        let body = jobs(job("a", of: "\(customer)"), job("b", of: "\"EBS-1\"", #","vendor_id":"acme""#))
        for expected: (Int64, Int64) in [(2, 0), (0, 2)] {
            let reply = try await rig.ask(.post, "/api/reports/jobs", body, as: .operatorToken)
            #expect(reply.status == 200)
            #expect(reply.json["accepted"]?.number == expected.0 && reply.json["duplicates"]?.number == expected.1)
        }
        let named = jobs(job("c", of: "\"EBS-1\""))
        #expect(try await rig.ask(.post, "/api/reports/jobs?vendor_id=acme", named, as: .operatorToken).status == 200)
        #expect(try rig.store.customer(customer).counts.tasks(at: Rig.start) == 9)
    }

    @Test("With one wrong job none counts, and what is wrong is told") func allOrNothing() async throws {
        let rig = try Rig()
        let customer = try rig.customer()
        let good = job("a", of: "\(customer)")
        for (other, status, field) in [
            (job("b", of: "\"EX\"", #","vendor_id":"acme""#), 422, "jobs[1].managed_user_id"),
            (job("b", of: "\"EX\""), 422, "jobs[1].vendor_id"), (job("b", of: "99"), 422, "managed_user_id"),
            (job("b", of: "\(customer)", #","vendor_id":"beta""#), 422, "jobs[1].managed_user_id"),
            (good.replacing(time, with: "2020-01-01T00:00:00Z").replacing("\"a\"", with: "\"b\""), 422, "finished_at"),
            (job("", of: "\(customer)"), 422, "jobs[1].report_id"),
            (good.replacing("3", with: "-1"), 422, "jobs[1].tasks"),
            (good.replacing("succeeded", with: "lost"), 422, "jobs[1].status"), ("{}", 400, "jobs[1].report_id"),
        ] {
            let reply = try await rig.ask(.post, "/api/reports/jobs", jobs(good, other), as: .operatorToken)
            #expect((reply.status, reply.faults.keys.contains(field)) == (status, true), "\(field) \(reply.body)")
        }
        #expect(try rig.store.customer(customer).counts.tasks(at: Rig.start) == 0)
        #expect(
            try await rig.ask(.post, "/api/reports/jobs", #"{"jobs":[]}"#, as: .operatorToken).code == "field_invalid")
    }
}
