import Directory
import Domain
import Testing

@testable import Management
@testable import Sessions

@Suite struct CustomerPagesTests {
    @Test("A customer is added with its origins, and shown") func add() async throws {
        let rig = try Rig()
        let visit = try await rig.visit(.customerManager)
        let page = try await visit.get("/admin_console/customers/new")
        let plan = try #require(page.body.firstMatch(of: /<option value="(\d+)"[^>]*>[^<]+tasks a month/)?.1)
        let added = try await visit.post(
            "/admin_console/customers",
            [
                "name": "Blue Sky", "external_id": "BS-1", "plan_id": String(plan), "in_trial": "on",
                "origin_url": "https://na1.company.com, https://eu1.company.com",
            ])
        let path = try #require(added.location?.firstMatch(of: /^(\/admin_console\/customers\/\d+\/)settings/)?.1)
        let settings = try await visit.get(String(path) + "settings")
        #expect(settings.body.contains("https://na1.company.com,https://eu1.company.com</textarea>"))
        #expect(settings.body.contains("In trial"))
        let wrong = try await visit.post(
            "/admin_console/customers", ["name": "", "origin_url": "*.com", "plan_id": "99"])
        #expect(wrong.status == 422 && wrong.body.contains("*.com</textarea>"))
        for field in ["name", "origin_url"] { #expect(wrong.body.contains("href=\"#\(field)\"")) }
    }

    @Test("Collaborators are added, changed and removed; customer managers are tagged") func collaborators()
        async throws
    {
        let rig = try Rig()
        let path = "/admin_console/customers/\(try rig.customer())/collaborators"
        try rig.teamUser("cleo@acme.example", .customerManager, name: "Cleo")
        let visit = try await rig.visit(.admin)
        let ann = ["name": "Ann", "email": "ann@example.com", "role_name": "analyst", "external_id": "A1"]
        #expect(try await visit.post(path, ann).location == path + "?done=collaborator_added")
        let page = try await visit.get(path)
        #expect(page.body.contains("Cleo <span class=\"badge accent\">Customer manager</span>"))
        let id = try #require(page.body.firstMatch(of: /collaborators\/(\d+)\/role/)?.1)
        #expect(try await visit.post(path, ann).body.contains("is taken"))
        #expect(try await visit.post("\(path)/\(id)/role", ["role_name": "admin"]).status == 303)
        #expect(try await visit.get(path).body.contains(#"<option value="admin" selected>"#))
        #expect(try await visit.get("\(path)/\(id)/remove").body.contains("Remove Ann?"))
        #expect(try await visit.post("\(path)/\(id)/remove").location == path + "?done=collaborator_removed")
        #expect(try await !visit.get(path).body.contains("ann@example.com"))
    }

    @Test("Sessions are shown with their pin, and ended one by one or all") func sessions() async throws {
        let rig = try Rig()
        let customer = try rig.customer()
        for id in ["one", "two", "three"] { rig.sessions.put(try session(id, of: customer)) }
        let path = "/admin_console/customers/\(customer)/sessions"
        let visit = try await rig.visit(.admin)
        let page = try await visit.get(path)
        #expect(page.body.contains("3 live sessions") && page.body.contains("<code>https://na1.company.com</code>"))
        #expect(try await visit.post(path + "/two/end").location == path + "?done=sessions_ended")
        #expect(try await visit.get(path).body.contains("2 live sessions"))
        #expect(try await visit.post(path + "/end").location == path + "?done=sessions_ended")
        #expect(try await visit.get(path).body.contains("Nobody is signed in"))
        #expect(try await visit.get("/admin_console/customers/\(customer)/activity").body.contains("ended sessions"))
    }

    @Test("The preview judges each entry as a sign-in would, and counts sessions that lose their pin") func preview()
        async throws
    {
        let rig = try Rig()
        let customer = try rig.customer()
        for id in ["one", "two"] { rig.sessions.put(try session(id, of: customer)) }
        let path = "/admin_console/customers/\(customer)/settings/origins"
        let visit = try await rig.visit(.admin)
        let typed = "https%3A%2F%2Feu1.company.com%2C%20http%3A%2F%2Fbad%20host%2C%20https%3A%2F%2F*.example.com"
        let preview = try await visit.get("\(path)/preview?origin_url=\(typed)&origin_mode=append")
        #expect(preview.body.contains("<code>https://eu1.company.com</code></th><td data-label=\"From\">customer"))
        #expect(preview.body.contains("<code>http://bad host</code>") && preview.body.contains("Refused"))
        #expect(preview.body.contains("<code>https://acme.example</code></th><td data-label=\"From\">partner"))
        #expect(preview.body.contains("frame-ancestors &#39;self&#39; https://eu1.company.com"))
        #expect(preview.body.contains("2 live sessions pinned to an entry that would go"))
        let list = "https://eu1.company.com"
        let saved = try await visit.post(path, ["origin_url": list, "origin_mode": "replace", "end_sessions": "on"])
        #expect(saved.status == 303)
        #expect(try await rig.sessions.count(SessionSelection(.customer(customer)), at: Rig.start) == 0)
        #expect(try rig.store.customer(customer).customer.origins.description == list)
        let wrong = try await visit.post(path, ["origin_url": "https://ok.example, https://*.com"])
        #expect(wrong.status == 422)
        #expect(try rig.store.customer(customer).customer.origins.description == list)
    }

    @Test("Of two who change origins at once the second is told") func version() async throws {
        let rig = try Rig()
        let path = "/admin_console/customers/\(try rig.customer())/settings/origins"
        let visit = try await rig.visit(.admin)
        let form = ["origin_url": "https://a.example", "origin_mode": "append", "version": "1"]
        #expect(try await visit.post(path, form).status == 303)
        #expect(try await visit.post(path, form).status == 412)
    }

    @Test("Switching leaves a ticket for the gateway and a trace in the trail; operators do not switch")
    func switching() async throws {
        let rig = try Rig()
        let customer = try rig.customer()
        let path = "/admin_console/customers/\(customer)/switch"
        let manager = try await rig.visit(.customerManager)
        let reply = try await manager.post(path)
        let link = try #require(
            reply.location?.firstMatch(of: /^https:\/\/casement\.example\/casement\/enter\?ticket=(.+)$/))
        let ticket = try #require(rig.console.redeem(String(link.1)))
        let user = try #require(try rig.store.teamUser(email: "customer_manager@acme.example"))
        #expect((ticket.customer, ticket.member, ticket.manager) == (customer, nil, user.id))
        #expect(rig.console.redeem(String(link.1)) == nil)
        let event = try #require(try rig.store.auditEvents(AuditQuery(customer: customer, limit: 1)).events.first)
        #expect((event.action, event.author.id) == ("customer.switch", user.id.rawValue))
        let member = try rig.member(of: customer, email: "Customer_Manager@acme.example")
        let again = try #require(try await manager.post(path).location?.split(separator: "=").last)
        #expect(try #require(rig.console.redeem(String(again))).member == member)
        #expect(try await rig.visit(.operator).post(path).status == 403)
        #expect(try await rig.visit(.admin, of: "beta").post(path).status == 404)
    }

    private func session(_ id: String, of customer: CustomerID) throws -> Session {
        Session(
            id: id, partner: try vendor("acme"), customer: customer, member: nil, manager: nil, name: "Ann",
            email: nil, origin: "https://na1.company.com", context: .embedded, createdAt: Rig.start,
            lastSeenAt: Rig.start, absoluteExpiresAt: Rig.start + 43_200, jti: "j", userAgent: nil, clientAddress: nil)
    }
}
