import Directory
import Domain
import HTTPTypes
import Testing

@testable import Management

@Suite struct MemberEndpointsTests {
    private let ann = #"{"name":"Ann","email":"ann@example.com","role_name":"ANALYST","external_id":"A:1"}"#

    @Test("A member is created, read, changed and deleted") func life() async throws {
        let rig = try Rig()
        let members = "/api/managed_users/\(try rig.customer())/members"
        let created = try await rig.ask(.post, members, ann)
        guard case .object(let object) = created.json else {
            Issue.record("no object")
            return
        }
        #expect(object.names == ["id", "external_id", "name", "email", "role_name", "created_at", "updated_at"])
        #expect((created.status, created.json["role_name"]) == (200, .string("Analyst")))
        let byName = try await rig.ask(.get, members + "/EA%3A1")
        #expect((byName.json, byName.fields[.eTag]) == (created.json, "\"1\""))
        let changed = try await rig.ask(.put, members + "/EA%3A1", #"{"role_name":"Admin","external_id":null}"#)
        #expect((changed.json["role_name"], changed.json["external_id"]) == (.string("Admin"), .null))
        #expect(changed.fields[.eTag] == "\"2\"")
        let id = try #require(created.json["id"]?.number)
        let stale = try await rig.ask(.delete, "\(members)/\(id)", with: [.ifMatch: "\"1\""])
        #expect((stale.status, stale.code) == (412, "precondition_failed"))
        #expect(try await rig.ask(.delete, "\(members)/\(id)").json["success"] == .bool(true))
        #expect(try await rig.ask(.get, "\(members)/\(id)").status == 404)
        #expect(rig.publications.count == 3)
    }

    @Test("Members are listed by pages, with how many there are") func pages() async throws {
        let rig = try Rig()
        let customer = try rig.customer()
        for number in 1...3 { _ = try rig.member(of: customer, email: "\(number)@example.com") }
        let path = "/api/managed_users/\(customer)/members"
        let second = try await rig.ask(.get, path + "?page=2&per_page=2")
        #expect((second.json["total"]?.number, second.result.map { $0["email"] }) == (3, [.string("3@example.com")]))
        #expect(try await rig.ask(.get, path + "?page=9").result.isEmpty)
    }

    @Test("Every wrong field is named, and what is taken is a conflict") func faults() async throws {
        let rig = try Rig()
        let path = "/api/managed_users/\(try rig.customer())/members"
        let wrong = try await rig.ask(.post, path, #"{"name":"","email":"x","role_name":"Boss","external_id":""}"#)
        #expect((wrong.status, wrong.code) == (422, "field_invalid"))
        #expect(Set(wrong.faults.keys) == ["name", "email", "role_name", "external_id"])
        let missing = try await rig.ask(.post, path, "{}")
        #expect((missing.status, Set(missing.faults.keys)) == (400, ["name", "email", "role_name"]))
        #expect(try await rig.ask(.post, path, ann).status == 200)
        let taken = try await rig.ask(.post, path, ann)
        #expect((taken.status, taken.code) == (409, "external_id_taken"))
    }

    @Test("A member of another customer is not found under this one") func strangers() async throws {
        let rig = try Rig()
        let (mine, other) = (try rig.customer(), try rig.customer("Green Sea"))
        let member = try rig.member(of: other, externalID: "A")
        for name in ["\(member)", "EA", "99", "x"] {
            for method in [HTTPRequest.Method.get, .put, .delete] {
                let reply = try await rig.ask(method, "/api/managed_users/\(mine)/members/\(name)", "{}")
                #expect((reply.status, reply.code) == (404, "not_found"))
            }
        }
    }

    @Test("The deprecated form creates as the other does") func deprecatedCreation() async throws {
        let rig = try Rig()
        let path = "/api/managed_users/\(try rig.customer())/member"
        #expect(try await rig.ask(.post, path, ann).json["email"] == .string("ann@example.com"))
    }

    @Test(
        "The deprecated form deletes whom the query or the body names",
        arguments: [
            ("?id=ID", nil), ("?external_id=A%3A1", nil), ("?email=ANN%40example.com", nil), ("", #"{"id":ID}"#),
            ("", #"{"external_id":"A:1"}"#), ("", #"{"email":"ann@example.com","id":ID}"#),
        ])
    func deprecatedDeletion(query: String, body: String?) async throws {
        let rig = try Rig()
        let customer = try rig.customer()
        let id = try rig.member(of: customer, externalID: "A:1")
        let path = "/api/managed_users/\(customer)/member"
        let reply = try await rig.ask(
            .delete, path + query.replacing("ID", with: "\(id)"), body?.replacing("ID", with: "\(id)"))
        #expect((reply.status, reply.json["success"]) == (200, .bool(true)))
        #expect(try rig.store.members(of: customer).isEmpty)
    }

    @Test("The deprecated form needs a name, and finds only whom all of it means") func deprecatedChoice() async throws
    {
        let rig = try Rig()
        let customer = try rig.customer()
        let id = try rig.member(of: customer, externalID: "A:1")
        let path = "/api/managed_users/\(customer)/member"
        #expect(try await rig.ask(.delete, path).code == "field_invalid")
        #expect(try await rig.ask(.delete, path, "{}").code == "field_invalid")
        #expect(try await rig.ask(.delete, "\(path)?id=\(id)&email=bob@example.com").status == 404)
        #expect(try rig.store.members(of: customer).count == 1)
    }
}
