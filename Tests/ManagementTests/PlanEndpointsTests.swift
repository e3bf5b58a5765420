import Directory
import Domain
import HTTPTypes
import Testing

@testable import Management

@Suite struct PlanEndpointsTests {
    @Test("A partner sees everybody's plans and its own") func list() async throws {
        let rig = try Rig()
        for (partner, name) in [("acme", "pro"), ("beta", "gold")] {
            _ = try rig.store.createPlan(
                NewPlan(vendorID: vendor(partner), name: name, taskLimit: 5000, connectionLimit: 5), by: .system,
                now: Rig.start)
        }
        let own = try await rig.ask(.get, "/api/plans")
        #expect(own.result.map { $0["name"]?.text } == ["free", "pro"])
        #expect(own.result.map { $0["connection_limit"]?.number } == [nil, 5])
        let all = try await rig.ask(.get, "/api/plans", as: .operatorToken)
        #expect(all.result.map { $0["name"]?.text } == ["free", "pro", "gold"])
    }
}
