import Directory
import Domain
import HTTPTypes
import Testing

@testable import Management

/// The whole table of the console, so that a new address is held to the rules from its first day.
@Suite struct ConsoleAccessTests {
    /// Something of each kind, of one partner; and the table's addresses with these in their places.
    struct Belongings {
        let places: [String: String]

        init(_ rig: Rig, of partner: String) throws {
            let customer = try rig.customer("Blue Sky of \(partner)", of: partner)
            let member = try rig.member(of: customer)
            let colleague = try rig.teamUser("colleague@\(partner).example", of: partner)
            let boss = try rig.teamUser("boss@\(partner).example", .operator, of: nil)
            let token = try rig.store.createToken(of: vendor(partner), name: "x", by: .system, now: Rig.start)
            let plan = try rig.store.createPlan(
                NewPlan(vendorID: vendor(partner), name: "Own", taskLimit: 1, connectionLimit: nil), by: .system,
                now: Rig.start)
            places = [
                "customer": "\(customer)", "member_id": "\(member)", "vendor_id": partner,
                "user_id": "\(colleague.id)", "session_id": "s", "token": "t", "api_token": "\(token.record.id)",
                "plan": "\(plan.id)", "operator": "\(boss.id)",
            ]
        }

        func address(_ pattern: String) -> String {
            pattern.split(separator: "/", omittingEmptySubsequences: false).map { segment in
                guard segment.hasPrefix(":") else { return String(segment) }
                let name = String(segment.dropFirst())
                return places[Self.kind(of: name, in: pattern)] ?? String(segment)
            }.joined(separator: "/")
        }

        private static func kind(of name: String, in pattern: String) -> String {
            switch name {
            case "user_id": pattern.contains("/operators/") ? "operator" : "user_id"
            case "id": pattern.contains("/customers/") ? "customer" : pattern.contains("/plans/") ? "plan" : "api_token"
            default: name
            }
        }
    }

    @Test("Every form without its token, with another's, or from another site is refused and does nothing")
    func forms() async throws {
        let rig = try Rig()
        let own = try Belongings(rig, of: "acme")
        let visit = try await rig.visit(.operator)
        let stranger = try await rig.visit(.admin, of: "beta")
        let before = try rig.store.auditEvents(AuditQuery(limit: 1)).events.first?.id
        var count = 0
        for route in ConsoleRoute.console.routes where route.method == .post {
            let address = own.address(route.pattern.text)
            count += 1
            for reply in [
                try await visit.post(address, token: ""), try await visit.post(address, token: stranger.formToken),
                try await visit.post(address, with: [.secFetchSite: "cross-site"]),
                try await visit.post(address, with: [.secFetchSite: "same-site"]),
            ] {
                #expect(reply.status == 403, "\(address)")
            }
            let json = try await visit.post(address, with: [.contentType: "application/json"])
            #expect(json.status == 415, "\(address)")
        }
        #expect(count > 30)
        #expect(try rig.store.auditEvents(AuditQuery(limit: 1)).events.first?.id == before)
    }

    @Test(
        "Every page and form of another partner is not found", arguments: [TeamUserRecord.Role.admin, .customerManager])
    func otherPartners(role: TeamUserRecord.Role) async throws {
        let rig = try Rig()
        _ = try Belongings(rig, of: "acme")
        let foreign = try Belongings(rig, of: "beta")
        let visit = try await rig.visit(role)
        let before = try rig.store.auditEvents(AuditQuery(limit: 1)).events.first?.id
        var count = 0
        for route in ConsoleRoute.console.routes where route.pattern.text.contains("/:") {
            let address = foreign.address(route.pattern.text)
            guard !address.contains("/invitations/") else { continue }
            let reply = try await route.method == .post ? visit.post(address) : visit.get(address)
            #expect(reply.status == 404 || reply.status == 403, "\(address): \(reply.status)")
            #expect(!reply.body.contains("Blue Sky of beta"))
            count += 1
        }
        #expect(count > 40)
        #expect(try rig.store.auditEvents(AuditQuery(limit: 1)).events.first?.id == before)
    }

    @Test("What another partner has under a partner's own address is not found") func mixedAddresses() async throws {
        let rig = try Rig()
        let (own, foreign) = (try Belongings(rig, of: "acme"), try Belongings(rig, of: "beta"))
        let visit = try await rig.visit(.admin)
        func place(_ belongings: Belongings, _ name: String) throws -> String { try #require(belongings.places[name]) }
        let customer = "/admin_console/customers/\(try place(own, "customer"))"
        let partner = "/admin_console/partners/acme"
        for address in [
            "\(customer)/collaborators/\(try place(foreign, "member_id"))/remove",
            "\(partner)/api_tokens/\(try place(foreign, "api_token"))/revoke",
            "\(partner)/team/\(try place(foreign, "user_id"))/remove",
        ] {
            #expect(try await visit.post(address).status == 404, "\(address)")
        }
        let plan = try await visit.post(customer + "/settings/plan", ["plan_id": try place(foreign, "plan")])
        #expect(plan.status == 422)
    }

    @Test("Every page is there for those who may, and refused to the others") func roles() async throws {
        let rig = try Rig()
        let own = try Belongings(rig, of: "acme")
        for role in [TeamUserRecord.Role.operator, .admin, .customerManager] {
            let visit = try await rig.visit(role)
            for route in ConsoleRoute.console.routes {
                guard case .page(let access, _) = route.handler else { continue }
                let address = own.address(route.pattern.text)
                let reply = try await visit.get(address)
                let isAllowed = (try? access.requireAllowed(role)) != nil
                let leadsOn = route.pattern.text == CustomersAddress.path + "/:id"
                #expect(reply.status == (isAllowed ? leadsOn ? 303 : 200 : 403), "\(role) \(address)")
                #expect(reply.body.contains("</html>") || reply.body.isEmpty || address.hasSuffix("preview"))
            }
        }
    }

    @Test("Every answer carries the policy: nothing inline, nothing from elsewhere, in no frame, kept by no cache")
    func headers() async throws {
        let visit = try await Rig().visit(.admin)
        for path in ["/admin_console/sign_in", "/admin_console/customers", "/admin_console/nothing"] {
            let reply = try await visit.get(path)
            let policy = try #require(reply.fields[.contentSecurityPolicy])
            for part in [
                "default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'",
                "form-action 'self' https://casement.example", "frame-ancestors 'none'",
            ] { #expect(policy.contains(part)) }
            #expect(!policy.contains("unsafe"))
            #expect(reply.fields[.cacheControl]?.contains("no-store") == true)
            #expect(reply.fields[.xContentTypeOptions] == "nosniff")
        }
    }

    @Test("The listener's own address leads to the customers", arguments: ["/", "/admin_console", "/admin_console/"])
    func start(path: String) async throws {
        let reply = try await Visit(Rig()).get(path)
        #expect((reply.status, reply.location) == (303, "/admin_console/customers"))
    }

    @Test("A customer manager deletes no customer and sees no form for it") func managers() async throws {
        let rig = try Rig()
        let customer = try rig.customer()
        let settings = "/admin_console/customers/\(customer)/settings"
        let (manager, admin) = (try await rig.visit(.customerManager), try await rig.visit(.admin))
        #expect(try await !manager.get(settings).body.contains("Delete this customer"))
        #expect(try await manager.post(settings + "/delete", ["confirm_name": "Blue Sky"]).status == 403)
        #expect(try await admin.get(settings).body.contains("Delete this customer"))
        #expect(try await admin.post(settings + "/delete", ["confirm_name": "Blue"]).status == 422)
        let deleted = try await admin.post(settings + "/delete", ["confirm_name": "Blue Sky"])
        #expect(deleted.location == "/admin_console/customers?done=customer_deleted")
        #expect(try await admin.get(settings).status == 404)
    }
}
