import CasementTesting
import Domain
import HTTPTypes
import Testing

@testable import Management

@Suite struct AuditEndpointTests {
    private let path = "/api/audit_events"

    @Test("A write through the API is told: who, what, before and after, from where") func event() async throws {
        let rig = try Rig()
        let id = try rig.customer(externalID: "BS-1")
        let written = try await rig.ask(.put, "/api/managed_users/\(id)", #"{"name":"Red Sun"}"#)
        let reply = try await rig.ask(.get, path + "?managed_user_id=EBS-1")
        let event = try #require(reply.result.first)
        #expect((event["action"], event["vendor_id"]) == (.string("customer.update"), .string("acme")))
        #expect((event["actor"]?["kind"], event["actor"]?["name"]) == (.string("api_token"), .string("ci")))
        #expect((event["before"]?["name"], event["after"]?["name"]) == (.string("Blue Sky"), .string("Red Sun")))
        #expect(event["managed_user_id"]?.number == id.rawValue)
        #expect((event["target"]?["kind"], event["target"]?["id"]?.number) == (.string("customer"), id.rawValue))
        #expect(event["request_id"]?.text == written.fields[.requestID])
        #expect(reply.json["next_cursor"] == .null)
    }

    @Test("Events come by pages, the newest first, each once") func pages() async throws {
        let rig = try Rig()
        for number in 0..<5 { _ = try rig.customer("C\(number)") }
        var (cursor, names) = (String?.none, [String?]())
        repeat {
            let query = "?action=customer.create&per_page=2" + (cursor.map { "&cursor=\($0)" } ?? "")
            let reply = try await rig.ask(.get, path + query)
            names += reply.result.map { $0["after"]?["name"]?.text }
            cursor = reply.json["next_cursor"]?.text
        } while cursor != nil
        #expect(names == ["C4", "C3", "C2", "C1", "C0"])
    }

    @Test("A partner sees its own trail only, the operator all or one partner's") func scope() async throws {
        let rig = try Rig()
        let theirs = try rig.customer(of: "beta")
        #expect(try await rig.ask(.get, path + "?managed_user_id=\(theirs)").result.isEmpty)
        #expect(try await rig.ask(.get, path + "?vendor_id=beta").status == 404)
        let vendors = { (reply: Reply) in Set(reply.result.map { $0["vendor_id"]?.text }) }
        #expect(vendors(try await rig.ask(.get, path)) == ["acme"])
        #expect(vendors(try await rig.ask(.get, path, as: .operatorToken)) == ["acme", "beta"])
        #expect(vendors(try await rig.ask(.get, path + "?vendor_id=beta", as: .operatorToken)) == ["beta"])
    }

    @Test("After a deletion the trail has ids and actions, and no names") func deletion() async throws {
        let rig = try Rig()
        let id = try rig.customer()
        try await rig.ask(.delete, "/api/managed_users/\(id)")
        let reply = try await rig.ask(.get, path + "?managed_user_id=\(id)")
        #expect(reply.result.map { $0["action"]?.text } == ["customer.delete", "customer.create"])
        #expect(!reply.body.contains("Blue Sky"))
    }

    @Test("Events are found by author and by day") func filters() async throws {
        let rig = try Rig()
        try await rig.ask(.post, "/api/managed_users", #"{"name":"a"}"#)
        let day = CalendarDay(Rig.start)
        #expect(try await rig.ask(.get, path + "?actor=api_token").result.count == 1)
        #expect(try await rig.ask(.get, path + "?actor=api_token&from=\(day)&to=\(day)").result.count == 1)
        #expect(try await rig.ask(.get, path + "?actor=api_token&from=\(day + 1)").result.isEmpty)
        #expect(try await rig.ask(.get, path + "?actor=api_token&to=\(day + -1)").result.isEmpty)
        for query in ["actor=me", "from=today", "cursor=x", "per_page=0"] {
            #expect(try await rig.ask(.get, "\(path)?\(query)").code == "request_invalid")
        }
        #expect(try await rig.ask(.get, path + "?managed_user_id=x").code == "not_found")
    }
}
