import Directory
import Domain
import Foundation

import Testing

@testable import Management
@testable import Sessions

@Suite struct ConsoleMarkupTests {
    /// Ends an attribute and a tag, and a quote that a combining mark follows.
    static let hostile = #""'><script>alert(1)</script>"# + "\"\u{338}onfocus=alert(1) autofocus x='\u{338}{{name}}"

    @Test("Every template is listed, parses, and calls only those that there are") func templates() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/Management/Console/Pages").standardized
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            $0.hasSuffix(".mustache")
        }
        #expect(Set(files) == Set(ConsoleTemplates.sources.keys.map { $0 + ".mustache" }))
        _ = try ConsoleTemplates.compiled.get()
        for (name, bytes) in ConsoleTemplates.sources {
            let text = String(decoding: bytes, as: UTF8.self)
            for call in text.matches(of: /\{\{> *([a-z_]+)/) {
                #expect(ConsoleTemplates.sources[String(call.1)] != nil, "\(name) calls \(call.1)")
            }
            #expect(!text.contains("{{{") && !text.contains("{{&"), "\(name) writes something as it is")
            #expect(!text.contains("{{^assets}}") && text.firstMatch(of: /\son[a-z]+=|\sstyle=|<style|<script>/) == nil)
        }
    }

    @Test("What anybody can set is text on every page") func stored() async throws {
        let rig = try Rig()
        let hostile = Self.hostile
        let customer = try rig.customer(hostile, externalID: hostile)
        _ = try rig.store.createMember(
            NewMember(
                customerID: customer, externalID: ExternalID(hostile), name: hostile, email: "a\"'<b>@example.com",
                role: .admin), by: Author(.user, id: 1, name: hostile, address: hostile), now: Rig.start)
        for (number, app) in ["slack", "jira"].enumerated() {
            _ = try rig.store.putConnection(
                "c-\(number)", NewConnection(name: hostile, provider: app), of: customer, now: Rig.start)
        }
        _ = try rig.store.createToken(of: vendor("acme"), name: hostile, by: .system, now: Rig.start)
        _ = try rig.store.createPlan(
            NewPlan(vendorID: vendor("acme"), name: hostile, taskLimit: 1, connectionLimit: nil), by: .system,
            now: Rig.start)
        try rig.teamUser("second@acme.example", .customerManager, name: hostile)
        rig.sessions.put(try session(of: customer, hostile))
        for role in [TeamUserRecord.Role.operator, .admin] {
            let visit = try await rig.visit(role)
            for route in ConsoleRoute.console.routes {
                guard case .page(let access, _) = route.handler, (try? access.requireAllowed(role)) != nil,
                    !route.pattern.text.hasPrefix("/admin_console/plans/:"),
                    !route.pattern.text.contains("/keys/:"), !route.pattern.text.contains("/api_tokens/:"),
                    !route.pattern.text.contains("_id/remove"), route.pattern.text != CustomersAddress.path + "/:id"
                else { continue }
                let path = route.pattern.text.replacing(":id", with: "\(customer)").replacing(
                    ":vendor_id", with: "acme")
                expectText(try await visit.get(path), path)
            }
        }
    }

    @Test("What an address or a form says is text on the page that answers") func reflected() async throws {
        let rig = try Rig()
        let customer = try rig.customer()
        let hostile = PercentEncoding.encode(Self.hostile) { PercentEncoding.isUnreserved($0) }
        let visit = try await rig.visit(.admin)
        let own = "/admin_console/customers/\(customer)"
        for path in [
            "/admin_console/customers?search=\(hostile)", "/admin_console/customers?app=\(hostile)",
            "/admin_console/customers?plan=\(hostile)&status=\(hostile)",
            "/admin_console/customers?joined=custom&joined_from=\(hostile)",
            "/admin_console/customers?sort=\(hostile)&order=\(hostile)&page=\(hostile)",
            "/admin_console/customers?done=\(hostile)", "/admin_console/\(hostile)", "\(own)/\(hostile)",
            "\(own)/dashboard?from=\(hostile)", "\(own)/activity?before=\(hostile)",
            "\(own)/settings/origins/preview?origin_url=\(hostile)&outer_ancestors=\(hostile)",
        ] {
            expectText(try await visit.get(path), path)
        }
        for (path, names) in [
            ("/admin_console/customers", ["name", "external_id", "notification_email", "origin_url", "plan_id"]),
            ("\(own)/collaborators", ["name", "email", "role_name", "external_id"]),
            ("\(own)/settings/origins", ["origin_url", "outer_ancestors", "origin_mode", "preview"]),
            ("\(own)/settings/external_id", ["external_id"]),
            ("\(own)/settings/notification_email", ["notification_email"]),
            ("\(own)/settings/delete", ["confirm_name"]),
            ("/admin_console/partners/acme/settings/origins", ["origin_url"]),
            ("/admin_console/partners/acme/settings/token_rules", ["issuer", "audiences", "algorithms"]),
            ("/admin_console/partners/acme/keys", ["key", "kid", "valid_from"]),
            ("/admin_console/partners/acme/team", ["name", "email", "role_name"]),
        ] {
            let fields = Dictionary(uniqueKeysWithValues: names.map { ($0, Self.hostile) })
            expectText(try await visit.post(path, fields), path)
        }
        let guest = Visit(rig)
        expectText(try await guest.get("/admin_console/sign_in?return_to=\(hostile)"), "sign_in")
        expectText(try await guest.post("/admin_console/sign_in", ["email": Self.hostile, "password": "x"]), "sign_in")
    }

    private func expectText(_ reply: Reply, _ place: String) {
        #expect(reply.status < 500, "\(place)")
        let scalars = String.UnicodeScalarView(reply.body.unicodeScalars)
        let text = String(scalars).unicodeScalars.map { $0 == "\u{338}" ? "~" : String($0) }.joined()
        #expect(!text.contains("<script>alert") && !text.contains("\"~") && !text.contains("'~"), "\(place)")
    }

    private func session(of customer: CustomerID, _ hostile: String) throws -> Session {
        Session(
            id: "s", partner: try vendor("acme"), customer: customer, member: nil, manager: nil, name: hostile,
            email: hostile, origin: "https://na1.company.com", context: .embedded, createdAt: Rig.start,
            lastSeenAt: Rig.start, absoluteExpiresAt: Rig.start + 43_200, jti: "j", userAgent: hostile,
            clientAddress: hostile)
    }
}
