import CasementTesting
import Directory
import Domain
import HTTPTypes
import Testing

@testable import Management

@Suite struct CustomerEndpointsTests {
    @Test("The reference platform's calls work as written: create, get by external id, update") func reference()
        async throws
    {
        let rig = try Rig()
        let created = try await rig.ask(
            .post, "/api/managed_users",
            #"""
            {"name":"Acme Corp","notification_email":"ops@acme.example","external_id":"AM10:XV303",
            "origin_url":"https://na1.company.com,https://eu1.company.com/"}
            """#)
        #expect(created.status == 200)
        #expect(created.json["external_id"] == .string("AM10:XV303"))
        #expect(created.json["origin_url"] == .string("https://na1.company.com,https://eu1.company.com"))
        let found = try await rig.ask(.get, "/api/managed_users/EAM10%3AXV303")
        #expect(found.json == created.json)
        let id = try #require(created.json["id"]?.number)
        let updated = try await rig.ask(.put, "/api/managed_users/\(id)", #"{"name":"Acme & Co","in_trial":true}"#)
        #expect(updated.json["name"] == .string("Acme & Co"))
        #expect(updated.json["status"] == .string("in_trial"))
        #expect(updated.json["notification_email"] == .string("ops@acme.example"))
        #expect(rig.publications.count == 2)
    }

    @Test("A new customer has every field, with the values of one that nothing is known of") func defaults()
        async throws
    {
        let rig = try Rig()
        let json = try await rig.ask(.post, "/api/managed_users", #"{"name":"Blue Sky"}"#).json
        guard case .object(let object) = json else {
            Issue.record("no object")
            return
        }
        #expect(
            object.names == [
                "id", "vendor_id", "external_id", "name", "notification_email", "plan_id", "origin_url", "origin_mode",
                "outer_ancestors", "in_trial", "trial_ends_at", "status", "allowed_apps", "task_count", "task_limit",
                "connection_count", "connection_limit", "connected_apps", "active_recipe_count", "created_at",
                "updated_at",
            ])
        #expect(object["vendor_id"] == .string("acme") && object["external_id"] == .null)
        #expect(object["origin_url"] == .string("") && object["origin_mode"] == .string("append"))
        #expect(object["in_trial"] == .bool(false) && object["status"] == .string("active"))
        #expect(object["allowed_apps"] == .null && object["connected_apps"] == .array([]))
        #expect(object["task_limit"]?.number == 100 && object["task_count"]?.number == 0)
        #expect(object["created_at"] == .string(Rig.start.iso8601))
    }

    @Test("null clears, also the lists, and what is left out stays") func clearing() async throws {
        let rig = try Rig()
        let id = try rig.customer(externalID: "BS-1")
        let path = "/api/managed_users/\(id)"
        let set = try await rig.ask(
            .put, path,
            #"{"allowed_apps":["salesforce"],"notification_email":"a@b","outer_ancestors":"https://o.example"}"#)
        #expect(set.json["allowed_apps"] == .array([.string("salesforce")]))
        #expect(set.json["external_id"] == .string("BS-1"))
        let cleared = try await rig.ask(
            .put, path,
            #"{"allowed_apps":null,"notification_email":null,"outer_ancestors":"","origin_url":null,"external_id":null}"#
        )
        for name in ["allowed_apps", "notification_email", "external_id"] { #expect(cleared.json[name] == .null) }
        for name in ["outer_ancestors", "origin_url"] { #expect(cleared.json[name] == .string("")) }
        #expect(try await rig.ask(.put, path, #"{"name":null}"#).faults == ["name": "must be a string"])
    }

    @Test("Every wrong field is named at once") func everyFault() async throws {
        let body = #"""
            {"name":"","external_id":"","notification_email":"nobody","origin_url":"ftp://a","origin_mode":"mix",
            "outer_ancestors":"*","plan_id":0,"in_trial":true,"allowed_apps":["a b"]}
            """#
        let names: Set = [
            "name", "external_id", "notification_email", "origin_url", "origin_mode", "outer_ancestors", "plan_id",
            "allowed_apps[0]",
        ]
        let reply = try await Rig().ask(.post, "/api/managed_users", body)
        #expect((reply.status, reply.code, Set(reply.faults.keys)) == (422, "field_invalid", names))
        let unknown = try await Rig().ask(.post, "/api/managed_users", #"{"name":"","plan_id":99}"#)
        #expect((unknown.status, Set(unknown.faults.keys)) == (422, ["name", "plan_id"]))
        let worse = try await Rig().ask(.post, "/api/managed_users", #"{"external_id":"","in_trial":"yes"}"#)
        #expect((worse.status, worse.code) == (400, "request_invalid"))
        #expect(Set(worse.faults.keys) == ["name", "external_id", "in_trial"])
    }

    @Test("What only the directory knows is refused by it: a plan of nobody's, an external id that is taken")
    func directoryRules() async throws {
        let rig = try Rig()
        _ = try rig.customer(externalID: "BS-1")
        let plan = try await rig.ask(.post, "/api/managed_users", #"{"name":"a","plan_id":99}"#)
        #expect((plan.status, plan.code, Array(plan.faults.keys)) == (422, "field_invalid", ["plan_id"]))
        let taken = try await rig.ask(.post, "/api/managed_users", #"{"name":"a","external_id":"BS-1"}"#)
        #expect((taken.status, taken.code) == (409, "external_id_taken"))
        #expect(
            try await rig.ask(.post, "/api/managed_users", #"{"name":"a","external_id":"BS-1"}"#, as: .beta).status
                == 200)
    }

    @Test("An IPv4 address in a list is taken with a warning") func warnings() async throws {
        let rig = try Rig()
        let body = #"{"name":"a","origin_url":"https://192.0.2.1"}"#
        #expect(try await rig.ask(.post, "/api/managed_users", body).json["warnings"]?.elements?.count == 1)
    }

    @Test("A write that names another version than the row's is refused, and changes nothing") func versions()
        async throws
    {
        let rig = try Rig()
        let path = "/api/managed_users/\(try rig.customer())"
        let tag = try #require(try await rig.ask(.get, path).fields[.eTag])
        #expect(tag == "\"1\"")
        let stale: HTTPFields = [.ifMatch: "\"7\", W/\"1\""]
        for (method, below) in [(HTTPRequest.Method.put, ""), (.delete, ""), (.put, "/upgrade"), (.put, "/downgrade")] {
            let reply = try await rig.ask(method, path + below, #"{"name":"b"}"#, with: stale)
            #expect((reply.status, reply.code) == (412, "precondition_failed"))
        }
        let changed = try await rig.ask(.put, path, #"{"name":"b"}"#, with: [.ifMatch: "\"7\", \(tag)"])
        #expect((changed.status, changed.fields[.eTag]) == (200, "\"2\""))
        #expect(try await rig.ask(.put, path, #"{"name":"c"}"#, with: [.ifMatch: tag]).status == 412)
        #expect(try await rig.ask(.put, path, #"{"name":"c"}"#, with: [.ifMatch: "*"]).status == 200)
        #expect(try await rig.ask(.put, path, #"{"name":"d"}"#, with: [.ifMatch: "3"]).code == "request_invalid")
        #expect(try await rig.ask(.get, path).json["name"] == .string("c"))
    }

    @Test("Upgrade and downgrade answer with the customer; the former plan is taken up again") func plans() async throws
    {
        let rig = try Rig()
        let pro = try rig.store.createPlan(
            NewPlan(vendorID: vendor("acme"), name: "pro", taskLimit: 5000), by: .system, now: Rig.start)
        let path = "/api/managed_users/\(try rig.customer())"
        let upgraded = try await rig.ask(.put, path + "/upgrade", "{\"plan_id\":\(pro.id)}")
        #expect((upgraded.status, upgraded.json["plan_id"]?.number) == (200, pro.id.rawValue))
        let downgraded = try await rig.ask(.put, path + "/downgrade")
        #expect(downgraded.json["status"] == .string("expired_subscription"))
        #expect(downgraded.json["plan_id"]?.number == Plan.freeID.rawValue)
        let again = try await rig.ask(.put, path + "/upgrade")
        #expect((again.status, again.json["plan_id"]?.number) == (200, pro.id.rawValue))
        let free = try await rig.ask(.put, path + "/upgrade", #"{"plan_id":1}"#)
        #expect((free.status, free.code) == (422, "field_invalid"))
    }

    @Test("A deleted customer is gone, and the data plane knows it") func deletion() async throws {
        let rig = try Rig()
        let id = try rig.customer(externalID: "BS-1")
        let reply = try await rig.ask(.delete, "/api/managed_users/EBS-1")
        #expect((reply.status, reply.body, rig.publications.count) == (200, #"{"success":true}"#, 1))
        for path in ["/api/managed_users/\(id)", "/api/managed_users/EBS-1"] {
            for method in [HTTPRequest.Method.get, .delete] { #expect(try await rig.ask(method, path).status == 404) }
        }
    }

    @Test("Another partner's, unknown and unreadable ids are one and the same") func strangers() async throws {
        let rig = try Rig()
        let theirs = try rig.customer(of: "beta", externalID: "B-1")
        var bodies: Set<String> = []
        for id in ["\(theirs)", "EB-1", "99999", "0", "01", "-1", "x", "E", "E%", "E%00", "9223372036854775808"] {
            for (method, below) in [(HTTPRequest.Method.get, ""), (.put, ""), (.put, "/upgrade"), (.get, "/members")] {
                let reply = try await rig.ask(method, "/api/managed_users/\(id)\(below)", method == .put ? "{}" : nil)
                #expect(reply.status == 404)
                let requestID = try #require(reply.fields[.requestID])
                bodies.insert(reply.body.replacing(requestID, with: ""))
            }
        }
        #expect(bodies.count == 1)
    }

    @Test("The operator names the partner where an external id or a creation needs one") func operatorScope()
        async throws
    {
        let rig = try Rig()
        let id = try rig.customer(externalID: "BS-1")
        let path = "/api/managed_users"
        #expect(try await rig.ask(.get, "\(path)/\(id)", as: .operatorToken).status == 200)
        #expect(try await rig.ask(.get, "\(path)/\(id)?vendor_id=acme", as: .operatorToken).status == 200)
        #expect(try await rig.ask(.get, "\(path)/\(id)?vendor_id=beta", as: .operatorToken).status == 404)
        #expect(try await rig.ask(.get, "\(path)/EBS-1?vendor_id=acme", as: .operatorToken).status == 200)
        #expect(try await rig.ask(.get, "\(path)/EBS-1?vendor_id=nobody", as: .operatorToken).status == 404)
        for reply in [
            try await rig.ask(.get, "\(path)/EBS-1", as: .operatorToken),
            try await rig.ask(.post, path, #"{"name":"a"}"#, as: .operatorToken),
        ] {
            #expect((reply.status, Array(reply.faults.keys)) == (422, ["vendor_id"]))
        }
        for (query, body) in [("?vendor_id=beta", #"{"name":"a"}"#), ("", #"{"name":"a","vendor_id":"beta"}"#)] {
            let created = try await rig.ask(.post, path + query, body, as: .operatorToken)
            #expect(created.json["vendor_id"] == .string("beta"))
        }
        let both = try await rig.ask(
            .post, path + "?vendor_id=acme", #"{"name":"a","vendor_id":"beta"}"#, as: .operatorToken)
        #expect(both.status == 404)
    }

    @Test("A partner that names another one finds nothing") func foreignVendor() async throws {
        let rig = try Rig()
        let path = "/api/managed_users"
        #expect(try await rig.ask(.get, "\(path)/\(try rig.customer())?vendor_id=beta").status == 404)
        #expect(try await rig.ask(.post, path, #"{"name":"a","vendor_id":"beta"}"#).status == 404)
        #expect(try await rig.ask(.post, path, #"{"name":"a","vendor_id":"acme"}"#).status == 200)
    }
}
