import Directory
import Domain
import HTTPTypes
import OpenSSLCrypto
import Testing

@testable import Management
@testable import Sessions

@Suite struct PartnerPagesTests {
    private static let partner = "/admin_console/partners/acme"

    @Test("A key is added, shown with its state, and removed") func keys() async throws {
        let visit = try await Rig().visit(.admin)
        let path = Self.partner + "/keys"
        #expect(try await visit.get(path).body.contains("No key yet"))
        let pem = try Self.publicKey()
        let form = ["key": pem, "kid": "2026", "valid_until": "2100-01-01T00:00:00Z"]
        #expect(try await visit.post(path, form).location == path + "?done=key_added")
        let page = try await visit.get(path)
        #expect(
            page.body.contains("<code>2026</code>") && page.body.contains("Live") && page.body.contains("1 Jan 2100"))
        #expect(try await visit.post(path, form).status == 422)
        #expect(try await visit.post(path, ["key": "none"]).body.contains("none</textarea>"))
        let id = try #require(page.body.firstMatch(of: /keys\/(\d+)\/remove/)?.1)
        #expect(try await visit.get("\(path)/\(id)/remove").body.contains("Remove this key?"))
        #expect(try await visit.post("\(path)/\(id)/remove").location == path + "?done=key_removed")
        #expect(try await visit.get(path).body.contains("No key yet"))
    }

    @Test("A new key lets the former ones hold for a while, or none") func rotation() async throws {
        let visit = try await Rig().visit(.admin)
        let path = Self.partner + "/keys"
        for (kid, overlap) in [("1", ""), ("2", ""), ("3", "7"), ("4", "30"), ("5", "0")] {
            let form = ["key": try Self.publicKey(), "kid": kid, "overlap": overlap]
            #expect(try await visit.post(path, form).status == 303)
            let ends = try visit.rig.store.keys(of: vendor("acme")).map {
                $0.key.validUntil.map { $0.seconds - Rig.start.seconds }
            }
            switch kid {
            case "2": #expect(ends == [nil, nil])
            case "3": #expect(ends == [604_800, 604_800, nil])
            case "4": #expect(ends == [604_800, 604_800, 2_592_000, nil], "an end is never put off")
            case "5": #expect(ends == [0, 0, 0, 0, nil])
            default: break
            }
        }
        #expect(try await visit.get(path).body.matches(of: /Expired/).count == 4)
    }

    @Test("A JWKS URL is taken on the operator's hosts alone") func keySource() async throws {
        let visit = try await Rig(jwksHosts: ["keys.example"]).visit(.admin)
        let path = Self.partner + "/keys"
        #expect(try await visit.post(path + "/jwks", ["jwks_url": "https://evil.example/k"]).status == 422)
        #expect(try await visit.post(path + "/jwks", ["jwks_url": "https://keys.example/k"]).status == 303)
        #expect(try await visit.get(path).body.contains("<code>https://keys.example/k</code>"))
        #expect(try await visit.post(path + "/jwks/remove").status == 303)
        #expect(try await !visit.get(path).body.contains("https://keys.example/k"))
        #expect(try await Rig().visit(.admin).get(path).body.contains("The operator has allowed no host"))
    }

    @Test("A token is shown once, works, and is revoked") func tokens() async throws {
        let visit = try await Rig().visit(.admin)
        let path = Self.partner + "/api_tokens"
        let made = try await visit.post(path, ["name": "nightly"])
        let secret = String(try #require(made.body.firstMatch(of: /id="secret" readonly value="([^"]+)"/)?.1))
        #expect(try await visit.rig.ask(.get, "/api/account", as: .token(secret)).status == 200)
        let page = try await visit.get(path)
        #expect(page.body.contains("nightly") && !page.body.contains(secret))
        let id = try #require(page.body.matches(of: /api_tokens\/(\d+)\/revoke/).last?.1)
        #expect(try await visit.post("\(path)/\(id)/revoke").location == path + "?done=token_revoked")
        #expect(try await visit.rig.ask(.get, "/api/account", as: .token(secret)).status == 401)
        #expect(try await visit.post(path, ["name": ""]).status == 422)
    }

    @Test("Name, origins and token rules are changed, each by its own form") func settings() async throws {
        let visit = try await Rig().visit(.admin)
        let path = Self.partner + "/settings"
        #expect(try await visit.post(path + "/name", ["name": "Acme Ltd"]).location == path + "?done=saved")
        #expect(try await visit.post(path + "/origins", ["origin_url": "https://app.acme.example"]).status == 303)
        let rules = ["algorithms": "RS256", "issuer": "acme", "issuer_required": "on", "audiences": "one\ntwo"]
        #expect(try await visit.post(path + "/token_rules", rules).status == 303)
        let partner = try visit.rig.store.partner(vendor("acme")).partner
        #expect((partner.name, partner.origins.description) == ("Acme Ltd", "https://app.acme.example"))
        #expect((partner.tokenRules.issuer, partner.tokenRules.audiences) == ("acme", ["one", "two"]))
        #expect(partner.tokenRules.requiresIssuer && !partner.tokenRules.requiresOrigin)
        let wrong = try await visit.post(path + "/origins", ["origin_url": "https://*.com"])
        #expect(wrong.status == 422 && wrong.body.contains("https://*.com</textarea>"))
        #expect(
            try await visit.get(path + "/origins/preview?origin_url=https://x.example").body.contains(
                "https://x.example"))
    }

    @Test("People are invited, invited again, and removed; nobody removes themselves") func team() async throws {
        let visit = try await Rig().visit(.admin)
        let path = Self.partner + "/team"
        let cleo = ["name": "Cleo", "email": "cleo@acme.example", "role_name": "customer_manager"]
        let first = try await visit.post(path, cleo)
        func link(_ reply: Reply) -> String? {
            reply.body.firstMatch(of: /console\.example(\/admin_console\/invitations\/[^"]+)/).map { String($0.1) }
        }
        let page = try await visit.get(path)
        #expect(page.body.contains("Invited") && page.body.contains("You"))
        #expect(try await visit.post(path, cleo).body.contains("is taken"))
        #expect(try await visit.post(path, cleo.merging(["role_name": "operator"]) { $1 }).status == 422)
        let ids = page.body.matches(of: /team\/(\d+)\/remove/).map { String($0.1) }
        #expect(ids.count == 1)
        let second = try await visit.post("\(path)/\(try #require(ids.first))/invite")
        #expect(try await Visit(visit.rig).get(try #require(link(first))).status == 404)
        #expect(try await Visit(visit.rig).get(try #require(link(second))).status == 200)
        #expect(try await visit.post("\(path)/\(try #require(ids.first))/remove").status == 303)
        #expect(try await Visit(visit.rig).get(try #require(link(second))).status == 404)
    }

    @Test("Who is removed from the team loses the sessions in customers' accounts") func visits() async throws {
        let rig = try Rig()
        let cleo = try rig.teamUser("cleo@acme.example", .customerManager)
        let customer = try rig.customer()
        for (id, manager) in [("cleo's", cleo.id), ("another's", TeamUserID(99)), ("a member's", nil)] {
            rig.sessions.put(
                Session(
                    id: id, partner: try vendor("acme"), customer: customer, member: nil, manager: manager, name: nil,
                    email: nil, origin: nil, context: .direct, createdAt: Rig.start, lastSeenAt: Rig.start,
                    absoluteExpiresAt: Rig.start + 43_200, jti: "j", userAgent: nil, clientAddress: nil))
        }
        let visit = try await rig.visit(.admin)
        #expect(try await visit.post(Self.partner + "/team/\(cleo.id)/remove").status == 303)
        let left = try await rig.sessions.list(SessionSelection(.customer(customer)), at: Rig.start)
        #expect(left.map(\.id) == ["another's", "a member's"])
    }

    @Test("The dashboard counts, and says so where there is nothing") func dashboard() async throws {
        let rig = try Rig()
        let visit = try await rig.visit(.admin)
        #expect(try await visit.get(Self.partner + "/dashboard").body.contains("No customer has connected an app yet"))
        let customer = try rig.customer("Blue Sky")
        _ = try rig.store.putConnection(
            "c", NewConnection(name: "Ours", provider: "slack"), of: customer, now: Rig.start)
        let page = try await visit.get(Self.partner + "/dashboard")
        #expect(page.body.contains("slack") && page.body.contains("No customer has used a task"))
    }

    @Test("An operator adds partners and plans, and sees whether all is well") func operators() async throws {
        let visit = try await Rig().visit(.operator)
        let new = [
            "name": "Gamma", "vendor_id": "gamma", "origin_url": "https://gamma.example", "key": try Self.publicKey(),
        ]
        #expect(try await visit.post("/admin_console/partners", new).location?.contains("gamma/dashboard") == true)
        #expect(try await visit.post("/admin_console/partners", new).body.contains("is taken"))
        #expect(try await visit.get("/admin_console/partners?search=gam").body.contains("<mark>Gam</mark>ma"))
        let plan = ["name": "Large", "task_limit": "1000", "connection_limit": "", "vendor_id": "gamma"]
        #expect(try await visit.post("/admin_console/plans", plan).location == "/admin_console/plans?done=plan_saved")
        #expect(try await visit.post("/admin_console/plans", plan.merging(["task_limit": "many"]) { $1 }).status == 422)
        let page = try await visit.get("/admin_console/plans")
        #expect(page.body.contains("Gamma · 1,000 tasks a month · Unlimited connections"))
        let id = try #require(page.body.firstMatch(of: /plans\/(\d+)\/delete/)?.1)
        let changed = ["name": "Larger", "task_limit": "2000", "connection_limit": "5"]
        #expect(try await visit.post("/admin_console/plans/\(id)", changed).status == 303)
        #expect(try await visit.post("/admin_console/plans/\(id)/delete").status == 303)
        #expect(try await visit.get("/admin_console/health").body.contains("Answers"))
    }

    private static func publicKey() throws -> String { try PrivateKey.generate(.ec(.p256)).publicKey().pem() }
}
