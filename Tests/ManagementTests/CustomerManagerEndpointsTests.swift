import Directory
import Domain
import HTTPTypes
import Testing

@testable import Management

@Suite struct CustomerManagerEndpointsTests {
    private let path = "/api/customer_managers"

    @Test("Customer managers are added, listed and deleted, each partner's by itself") func life() async throws {
        let rig = try Rig()
        let added = try await rig.ask(.post, path, #"{"name":"Mia","email":"mia@acme.example"}"#)
        guard case .object(let object) = added.json else {
            Issue.record("no object")
            return
        }
        #expect((added.status, object.names) == (200, ["id", "name", "email", "created_at"]))
        #expect(try await rig.ask(.get, path).result == [added.json])
        #expect(try await rig.ask(.get, path, as: .beta).result.isEmpty)
        let id = try #require(added.json["id"]?.number)
        for (caller, name) in [(Rig.Caller.beta, "\(id)"), (.acme, "99"), (.acme, "x")] {
            #expect(try await rig.ask(.delete, "\(path)/\(name)", as: caller).code == "not_found")
        }
        #expect(try await rig.ask(.delete, "\(path)/\(id)").json["success"] == .bool(true))
        #expect(try await rig.ask(.get, path).result.isEmpty)
    }

    @Test("Wrong fields are named, and an address is somebody's once") func faults() async throws {
        let rig = try Rig()
        let wrong = try await rig.ask(.post, path, #"{"name":"","email":"mia"}"#)
        #expect((wrong.status, Set(wrong.faults.keys)) == (422, ["name", "email"]))
        let mia = #"{"name":"Mia","email":"mia@acme.example"}"#
        #expect(try await rig.ask(.post, path, mia).status == 200)
        let taken = try await rig.ask(
            .post, path,
            mia.uppercased().replacing("NAME", with: "name")
                .replacing("EMAIL", with: "email"), as: .beta)
        #expect((taken.status, taken.code) == (409, "email_taken"))
    }

    @Test("The operator names the partner") func operatorScope() async throws {
        let rig = try Rig()
        #expect(Array(try await rig.ask(.get, path, as: .operatorToken).faults.keys) == ["vendor_id"])
        #expect(try await rig.ask(.get, path + "?vendor_id=beta", as: .operatorToken).status == 200)
    }
}
