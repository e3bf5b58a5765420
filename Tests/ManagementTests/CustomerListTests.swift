import CasementTesting
import Directory
import Domain
import HTTPTypes
import Testing

@testable import Management

@Suite struct CustomerListTests {
    private let path = "/api/managed_users"

    private func names(_ rig: Rig, _ query: String, as caller: Rig.Caller = .acme) async throws -> [String?] {
        try await rig.ask(.get, path + query, as: caller).result.map { $0["name"]?.text }
    }

    @Test("A partner lists its own customers, the operator all or one partner's") func scope() async throws {
        let rig = try Rig()
        for (name, partner) in [("A", "acme"), ("B", "beta")] { _ = try rig.customer(name, of: partner) }
        #expect(try await names(rig, "") == ["A"])
        #expect(try await names(rig, "?vendor_id=acme") == ["A"])
        #expect(try await rig.ask(.get, path + "?vendor_id=beta").code == "not_found")
        #expect(try await names(rig, "", as: .operatorToken) == ["A", "B"])
        #expect(try await names(rig, "?vendor_id=beta", as: .operatorToken) == ["B"])
        #expect(try await rig.ask(.get, path + "?vendor_id=nobody", as: .operatorToken).code == "not_found")
    }

    @Test("The list is sorted either way, paged and counted") func orderAndPages() async throws {
        let rig = try Rig()
        for name in ["b", "C", "a"] {
            try await rig.ask(.post, path, "{\"name\":\"\(name)\"}")
            rig.clock.advance(by: 60)
        }
        #expect(try await names(rig, "") == ["a", "b", "C"])
        #expect(try await names(rig, "?sort=name&order=desc") == ["C", "b", "a"])
        #expect(try await names(rig, "?sort=joined") == ["b", "C", "a"])
        #expect(try await names(rig, "?sort=joined&per_page=2&page=2") == ["a"])
        let first = try await rig.ask(.get, path + "?per_page=1")
        #expect((first.json["total"]?.number, first.result.count) == (3, 1))
    }

    @Test("Search and filters pick customers") func filters() async throws {
        let rig = try Rig()
        let plan = try rig.store.createPlan(
            NewPlan(vendorID: vendor("acme"), name: "pro", taskLimit: 9), by: .system, now: Rig.start)
        try await rig.ask(.post, path, "{\"name\":\"Blue Sky\",\"external_id\":\"BS-1\",\"plan_id\":\(plan.id)}")
        rig.clock.advance(by: 86_400)
        try await rig.ask(.post, path, #"{"name":"Green Sea","in_trial":true}"#)
        let id = try #require(try await rig.ask(.get, path + "?search=green").result.first?["id"]?.number)
        _ = try rig.store.putConnection(
            "1", NewConnection(name: "n", provider: "slack"), of: CustomerID(id), now: Rig.start)
        let (today, tomorrow) = (CalendarDay(Rig.start), CalendarDay(Rig.start) + 1)
        for (query, expected) in [
            ("search=ue+S", ["Blue Sky"]), ("search=bs-1", ["Blue Sky"]), ("search=gr", ["Green Sea"]),
            ("search=nothing", []), ("search=%00", []), ("plan=\(plan.id)", ["Blue Sky"]),
            ("status=in_trial", ["Green Sea"]), ("app=slack", ["Green Sea"]), ("app=github", []),
            ("joined_to=\(today)", ["Blue Sky"]), ("joined_from=\(tomorrow)", ["Green Sea"]),
            ("joined_from=\(today)&joined_to=\(tomorrow)", ["Blue Sky", "Green Sea"]),
            ("joined_to=\(Rig.start.iso8601)", []),
        ] {
            #expect(try await names(rig, "?" + query) == expected, "\(query)")
        }
    }

    @Test(
        "A parameter that cannot be read is a bad request",
        arguments: [
            "sort=size", "order=up", "status=gone", "plan=pro", "app=a+b", "joined_from=today", "joined_to=2026-02-30",
            "status=", "plan=", "app=", "joined_to=",
        ])
    func faults(query: String) async throws {
        let reply = try await Rig().ask(.get, "\(path)?\(query)")
        #expect((reply.status, reply.code) == (400, "request_invalid"))
        #expect(Array(reply.faults.keys) == [String(query.prefix { $0 != "=" })])
    }
}
