import CasementTesting
import Directory
import Domain
import HTTPTypes
import Testing

@testable import Management

@Suite struct ActivityEndpointsTests {
    /// Two jobs, one of which failed, of that customer at that time.
    private func work(_ rig: Rig, _ customer: CustomerID, at time: UnixTime = Rig.start) throws {
        let jobs = [("a", JobReport.Outcome.succeeded), ("b", .succeeded), ("c", .succeeded), ("d", .failed)]
        _ = try rig.store.recordJobs(
            jobs.map {
                JobReport(
                    reportID: "\(customer)-\($0.0)-\(time.seconds)", customerID: customer, outcome: $0.1, tasks: 3,
                    finishedAt: time)
            }, now: time)
    }

    @Test("Connections are listed with the application's ids as it writes them") func connections() async throws {
        let rig = try Rig()
        let customer = try rig.customer()
        for id in ["36", "036", "a.b", "99999999999999999999"] {
            _ = try rig.store.putConnection(
                id, NewConnection(name: "Sales", provider: "salesforce"), of: customer, now: Rig.start)
        }
        let reply = try await rig.ask(.get, "/api/managed_users/\(customer)/connections")
        #expect(reply.json["total"]?.number == 4)
        #expect(
            Set(reply.result.map { $0["id"] }) == [
                try JSONParser.parse(Array("36".utf8)), .string("036"), .string("a.b"), .string("99999999999999999999"),
            ])
        #expect(reply.result.first?["authorization_status"] == .string("success"))
        #expect(reply.result.first?["authorized_at"] == .string(Rig.start.iso8601))
        #expect(
            try await rig.ask(.get, "/api/managed_users/\(customer)", as: .acme).json["connection_count"]?.number == 4)
    }

    @Test("Usage tells of twelve months of every customer that is reached") func usage() async throws {
        let rig = try Rig()
        let (mine, other) = (try rig.customer(externalID: "BS-1"), try rig.customer(of: "beta"))
        for customer in [mine, other] { try work(rig, customer) }
        let reply = try await rig.ask(.get, "/api/managed_users/usage")
        #expect(reply.result.map { $0["id"]?.number } == [mine.rawValue])
        let months = try #require(reply.result.first?["months"]?.elements)
        #expect(months.count == 12)
        #expect(months.last?["month"] == .string(CalendarMonth(Rig.start).description))
        #expect(months.last?["task_count"]?.number == 12 && months.last?["jobs_failed"]?.number == 1)
        #expect(months.dropLast().allSatisfy { $0["jobs_succeeded"]?.number == 0 })
        #expect(try await rig.ask(.get, "/api/managed_users/usage", as: .operatorToken).json["total"]?.number == 2)
    }

    @Test("A dashboard has a row for every day, thirty unless said otherwise") func dashboard() async throws {
        let rig = try Rig()
        let customer = try rig.customer()
        let path = "/api/managed_users/\(customer)/dashboard"
        let empty = try await rig.ask(.get, path)
        #expect((empty.json["days"]?.elements?.count, empty.json["success_rate"]) == (30, .null))
        try work(rig, customer)
        let today = CalendarDay(Rig.start)
        let reply = try await rig.ask(.get, "\(path)?from=\(today + -1)&to=\(today)")
        #expect(reply.json["days"]?.elements?.map { $0["task_count"]?.number } == [0, 12])
        #expect(reply.json["jobs_succeeded"]?.number == 3 && reply.json["jobs_failed"]?.number == 1)
        #expect(reply.body.contains("\"success_rate\":0.75,\"error_rate\":0.25"))
        #expect(try await rig.ask(.get, "\(path)?from=\(today + -365)").json["days"]?.elements?.count == 366)
    }

    @Test("A range of days that is none, or too long, is refused") func ranges() async throws {
        let rig = try Rig()
        let path = "/api/managed_users/\(try rig.customer())/dashboard"
        let today = CalendarDay(Rig.start)
        for query in ["from=\(today + 1)", "from=\(today + -366)", "from=\(today)&to=\(today + -1)"] {
            let reply = try await rig.ask(.get, "\(path)?\(query)")
            #expect((reply.status, Array(reply.faults.keys)) == (422, ["from"]), "\(query)")
        }
        #expect(try await rig.ask(.get, path + "?from=yesterday").code == "request_invalid")
    }

    @Test("Another partner's activity is not found") func strangers() async throws {
        let rig = try Rig()
        let theirs = try rig.customer(of: "beta")
        for below in ["connections", "dashboard"] {
            #expect(try await rig.ask(.get, "/api/managed_users/\(theirs)/\(below)").code == "not_found")
        }
    }
}
