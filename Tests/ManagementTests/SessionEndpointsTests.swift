import Domain
import HTTPTypes
import Testing

@testable import Management
@testable import Sessions

@Suite struct SessionEndpointsTests {
    private func session(_ id: String, of customer: CustomerID, seen seconds: Int64 = 0) throws -> Session {
        Session(
            id: id, partner: try vendor("acme"), customer: customer, member: MemberID(7), manager: nil, name: "Ann",
            email: nil,
            origin: "https://na1.company.com", context: .embedded, createdAt: Rig.start,
            lastSeenAt: Rig.start + seconds, absoluteExpiresAt: Rig.start + 43_200, jti: "j", userAgent: "Firefox",
            clientAddress: "192.0.2.7")
    }

    @Test("A customer's sessions are listed, the latest first, by pages") func list() async throws {
        let rig = try Rig()
        let customer = try rig.customer()
        for number in 0..<3 {
            rig.sessions.put(try session("s\(number)", of: customer, seen: Int64(number)))
        }
        rig.sessions.put(try session("other", of: try rig.customer("Green Sea")))
        let path = "/api/managed_users/\(customer)/sessions"
        let reply = try await rig.ask(.get, path + "?per_page=2")
        #expect((reply.status, reply.json["total"]?.number) == (200, 3))
        #expect(reply.result.map { $0["id"] } == [.string("s2"), .string("s1")])
        #expect(reply.result.first?["origin"] == .string("https://na1.company.com"))
        #expect(try await rig.ask(.get, path + "?per_page=2&page=2").result.map { $0["id"] } == [.string("s0")])
    }

    @Test("One is ended by its id, or all; what is not there is not found") func ending() async throws {
        let rig = try Rig()
        let customer = try rig.customer()
        let (mine, other) = (try rig.customer("Green Sea"), "/api/managed_users/\(customer)/sessions")
        for id in ["a", "b", "c"] { rig.sessions.put(try session(id, of: customer)) }
        rig.sessions.put(try session("d", of: mine))
        #expect(try await rig.ask(.delete, other + "/a").body == #"{"ended":1}"#)
        for id in ["a", "d", "%61"] { #expect(try await rig.ask(.delete, "\(other)/\(id)").code == "not_found") }
        #expect(try await rig.ask(.delete, other).body == #"{"ended":2}"#)
        #expect(try await rig.ask(.delete, other).body == #"{"ended":0}"#)
        let events = try await rig.ask(.get, "/api/audit_events?action=session.end").result
        #expect(events.map { $0["managed_user_id"]?.number } == [customer.rawValue, customer.rawValue])
    }

    @Test("Another partner's sessions are not found") func strangers() async throws {
        let rig = try Rig()
        let path = "/api/managed_users/\(try rig.customer(of: "beta"))/sessions"
        for (method, below) in [(HTTPRequest.Method.get, ""), (.delete, ""), (.delete, "/a")] {
            #expect(try await rig.ask(method, path + below).code == "not_found")
        }
    }

    @Test("Redis gone is said, never taken for no session") func outage() async throws {
        let rig = try Rig()
        let path = "/api/managed_users/\(try rig.customer())/sessions"
        rig.sessions.goDown()
        for (method, below) in [(HTTPRequest.Method.get, ""), (.delete, ""), (.delete, "/a")] {
            let reply = try await rig.ask(method, path + below)
            #expect((reply.status, reply.code) == (503, "session_store_unavailable"))
            #expect(reply.fields[.retryAfter] == "1")
        }
    }
}
