import Directory
import Domain
import HTTPTypes
import Testing

@testable import Management

/// The workspace's own page, asked for as the gateway relays it.
@Suite struct WorkspacePageTests {
    private static let path = "/casement/workspace/settings"

    @Test("A customer manager and an admin member change the customer's name, and the trail names them") func rename()
        async throws
    {
        let rig = try Rig()
        let customer = try rig.customer()
        let cleo = try rig.teamUser("cleo@acme.example", .customerManager, name: "Cleo")
        for (role, member) in [("customer_manager", nil), ("admin", MemberID(7))] {
            let who = try identity(customer, role, member: member, email: "cleo@acme.example")
            let page = try await rig.ask(.get, Self.path, as: .nobody, with: who, at: Self.door)
            #expect(page.status == 200 && page.body.contains("Save name"))
            #expect(page.body.contains("https://console.example/admin_console/customers/\(customer)/dashboard"))
            let reply = try await post(rig, who, token(page), "Renamed by \(role)")
            #expect((reply.status, reply.location) == (303, Self.path + "?done=saved"))
            let event = try #require(try rig.store.auditEvents(AuditQuery(customer: customer, limit: 1)).events.first)
            #expect(event.author.kind == (member == nil ? .user : .member))
            #expect(event.author.id == (member?.rawValue ?? cleo.id.rawValue))
            #expect(try rig.store.customer(customer).customer.name == "Renamed by \(role)")
        }
    }

    @Test("Others see the name and no form, and are refused one", arguments: ["analyst", "operator", "owner"])
    func others(role: String) async throws {
        let rig = try Rig()
        let customer = try rig.customer()
        let who = try identity(customer, role, member: role == "owner" ? nil : MemberID(7))
        let page = try await rig.ask(.get, Self.path, as: .nobody, with: who, at: Self.door)
        #expect(page.status == 200 && !page.body.contains("Save name") && !page.body.contains("Back to the console"))
        let manager = try identity(customer, "admin", member: MemberID(7))
        let form = try await rig.ask(.get, Self.path, as: .nobody, with: manager, at: Self.door)
        #expect(try await post(rig, who, token(form), "Mine").status == 403)
        #expect(try rig.store.customer(customer).customer.name == "Blue Sky")
    }

    @Test("A form of another session, or without a token, is refused") func formTokens() async throws {
        let rig = try Rig()
        let customer = try rig.customer()
        let who = try identity(customer, "admin", member: MemberID(7))
        let other = try identity(customer, "admin", member: MemberID(7), session: "another")
        let page = try await rig.ask(.get, Self.path, as: .nobody, with: other, at: Self.door)
        #expect(try await post(rig, who, token(page), "x").status == 403)
        #expect(try await post(rig, who, "", "x").status == 403)
    }

    @Test("A customer manager who left the team, or is of another, reaches nothing") func formerManager() async throws {
        let rig = try Rig()
        let customer = try rig.customer()
        try rig.teamUser("eve@beta.example", .customerManager, of: "beta")
        for email in ["gone@acme.example", "eve@beta.example"] {
            let who = try identity(customer, "customer_manager", email: email)
            #expect(try await rig.ask(.get, Self.path, as: .nobody, with: who, at: Self.door).status == 403)
        }
    }

    @Test("The page is at the gateway's door alone, and the console at the listener's") func doors() async throws {
        let rig = try Rig()
        let who = try identity(try rig.customer(), "admin", member: MemberID(7))
        #expect(try await rig.ask(.get, Self.path, as: .nobody, with: who).status == 404)
        for path in ["/admin_console/customers", "/admin_console/sign_in", "/"] {
            #expect(try await rig.ask(.get, path, as: .nobody, with: who, at: Self.door).status == 404)
        }
        for file in ["console.css", "console.js", "icon.svg"] {
            #expect(try await rig.ask(.get, "/casement/workspace/" + file, as: .nobody, at: Self.door).status == 200)
        }
        #expect(try await rig.ask(.get, Self.path, as: .nobody, at: Self.door).status == 401)
    }

    private static let door = Door.gateway(socketPath: "/nowhere")

    private func post(_ rig: Rig, _ who: HTTPFields, _ token: String, _ name: String) async throws -> Reply {
        var fields = who
        fields[.contentType] = "application/x-www-form-urlencoded"
        let name = PercentEncoding.encode(name) { PercentEncoding.isUnreserved($0) }
        return try await rig.ask(
            .post, Self.path, "name=\(name)&form_token=\(token)", as: .nobody, with: fields, at: Self.door)
    }

    private func token(_ page: Reply) throws -> String {
        String(try #require(page.body.firstMatch(of: /name="form_token" value="([^"]+)"/)?.1))
    }

    private func identity(
        _ customer: CustomerID, _ role: String, member: MemberID? = nil, email: String? = nil, session: String = "s"
    ) throws -> HTTPFields {
        var fields: HTTPFields = [:]
        for (name, value) in [
            ("Partner", "acme"), ("Customer", "\(customer)"), ("Role", role), ("Member", member.map { "\($0)" }),
            ("Name", "Cleo%20Claes"), ("Email", email), ("Session", session),
        ] {
            fields[try #require(HTTPField.Name("X-Casement-" + name))] = value
        }
        return fields
    }
}
